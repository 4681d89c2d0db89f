"""The OneRoster CSV files that are read: 1EdTech OneRoster CSV binding 1.1 and 1.2.1, section 4.

Columns marked "-" are legal and not stored; contact data and passwords are among them.
"""

from sources.csvfile import Layout
from sources.layouts import layout

_BASE = "sourcedId! -status:status -dateLastModified:modified "
_COMMON = {
    "orgs": "name! type!:org -identifier parentSourcedId",
    "academicSessions": (
        "title! type!:session startDate!:day endDate!:day parentSourcedId -schoolYear!:year"
    ),
    "courses": (
        "schoolYearSourcedId title! -courseCode -grades orgSourcedId! -subjects -subjectCodes"
    ),
    "classes": (
        "title! grades:words courseSourcedId! -classCode classType!:class location"
        " schoolSourcedId! termSourcedIds!:words -subjects -subjectCodes -periods"
    ),
    "enrollments": (
        "classSourcedId! schoolSourcedId! userSourcedId! role!:enrolled -primary:flag"
        " beginDate:day endDate:day"
    ),
}
_V11 = {
    **_COMMON,
    "users": (
        "-enabledUser!:flag orgSourcedIds!:words role!:role11 -username! -userIds givenName!"
        " familyName! middleName -identifier -email -sms -phone agentSourcedIds:words"
        " grades:words -password"
    ),
    "categories": "title!",
    "lineItems": (
        "title! description assignDate!:day dueDate!:day classSourcedId! categorySourcedId!"
        " gradingPeriodSourcedId! resultValueMin!:number resultValueMax!:number"
    ),
    "results": (
        "lineItemSourcedId! studentSourcedId! scoreStatus!:scored score:number scoreDate!:day"
        " comment"
    ),
}
_V12 = {
    **_COMMON,
    "users": (
        "-enabledUser!:flag -username! -userIds givenName! familyName! middleName -identifier"
        " -email -sms -phone agentSourcedIds:words grades:words -password -userMasterIdentifier"
        " -preferredGivenName -preferredMiddleName -preferredFamilyName primaryOrgSourcedId"
        " -pronouns -resourceSourcedIds"
    ),
    "roles": (
        "userSourcedId! roleType!:rank role!:role12 -beginDate:day -endDate:day orgSourcedId!"
        " -userProfileSourcedId"
    ),
    "categories": "title! weight:number",
    "scoreScales": (
        "title! type! -orgSourcedId -courseSourcedId -classSourcedId scoreScaleValue!:words"
    ),
    "lineItems": (
        "title! description assignDate!:day dueDate!:day classSourcedId! categorySourcedId!"
        " academicSessionSourcedId resultValueMin:number resultValueMax:number schoolSourcedId"
    ),
    "lineItemScoreScales": "-title lineItemSourcedId! scoreScaleSourcedId!",
    "results": (
        "lineItemSourcedId! studentSourcedId! scoreStatus!:scored score:number scoreDate!:day"
        " comment textScore -classSourcedId -inProgress -incomplete -late -missing"
    ),
    "resultScoreScales": "-title resultSourcedId! scoreScaleSourcedId!",
}
_LEFT_11 = ("classResources", "courseResources", "demographics", "resources")
_LEFT_12 = (
    *_LEFT_11, "lineItemLearningObjectiveIds", "resultLearningObjectiveIds", "userProfiles",
    "userResources",
)  # fmt: skip
LAYOUTS: dict[str, dict[str, Layout]] = {
    version: {noun: layout(noun, _BASE + line) for noun, line in files.items()}
    for version, files in (("1.1", _V11), ("1.2", _V12))
}
LEFT_ALONE = {"1.1": _LEFT_11, "1.2": _LEFT_12}
"""Files that the format has and a diary does not need."""
