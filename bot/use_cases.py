"""Every use case under the name by which handlers ask for it."""

from datetime import timedelta
from typing import Any

from bot.settings import Settings
from domain.clock import Clock
from domain.quiet import QuietHours
from domain.school_clock import SchoolClock
from notifications.kind import all_kinds
from storage.database import Database
from usecases import settings as choices
from usecases.absence_notes import AnswerNote, SendNote, ShowNote, ShowNotes, WithdrawNote
from usecases.absent_teacher import CancelTeacherDays, ShowTeacherDays, ShowTeachers
from usecases.admins import EndAdmin, IssueAdminCode, RevokeAdminCodes, ShowAdmins
from usecases.announcing import ChangeDraft, ShowAudiences, ShowOwn, ShowOwnNews, WriteNews
from usecases.attendance import AllPresent, NotePresence
from usecases.audit import ExportAudit, ShowActors, ShowAudit
from usecases.changes import CancelLesson, MoveLesson, RestoreLesson, ShowChange, Substitute
from usecases.changes_day import ShowChangesDay, ShowClassDay
from usecases.chats import MeetChat, NoteBlock
from usecases.chosen import ChooseAll, ChooseStudent, ShowChoices
from usecases.class_codes import IssueClassCodes, PlanClassCodes, RevokeUnused, ShowLivingCodes
from usecases.class_groups import ShowClassGroups, UnbindGroup
from usecases.classes import IssuePupilCode, ShowClass, ShowClasses, ShowPupil
from usecases.course_finals import (
    ConfirmFinals,
    SetFinal,
    SetRounding,
    ShowCourseFinals,
    UndoFinals,
)
from usecases.day import ShowDay, ShowDays, ShowTomorrow, ShowWeek
from usecases.dead_letters import RetryGroup, ShowDelivery
from usecases.digests import ChooseDigest
from usecases.fast_entry import ReadEntries
from usecases.final import ShowFinal
from usecases.group_chats import BindHere, LoseGroup, MoveGroup, UnbindHere
from usecases.hand_in import AnswerWork, HandIn, ShowTaskFiles, ShowWork, ShowWorks
from usecases.history import ShowHistory
from usecases.homework import ShowAllHomework, ShowHomework, ShowTask
from usecases.journal import ShowClassJournal, ShowJournal
from usecases.lessons import SetScale, SetTopic, ShowBoard, ShowLesson, ShowSorts
from usecases.linking import LinkChat, OpenCode
from usecases.marking import ChangeMark, GiveMarks, RemoveMark, ShowMark
from usecases.marks import ShowAllMarks, ShowAverages, ShowMarks
from usecases.members import EndMember, FindMembers, ShowMember, ShowMembers, ShowSchools
from usecases.menu import SelectStudent, ShowMenu
from usecases.month import ShowMonth
from usecases.news import ShowNews, ShowNewsFiles, ShowNewsList
from usecases.open_questions import CloseThread
from usecases.pad import GiveByTap, ShowPad
from usecases.posting import EditNews, PostNews, WithdrawNews
from usecases.preferences import ChooseBreaks, ChooseEvery, ChooseMode, ShowPreferences
from usecases.questions import AskQuestion, ShowTargets, ShowThread, ShowThreads, WriteOn
from usecases.quiet import ChooseQuiet, ShowQuiet
from usecases.receipts import ConfirmNews, RemindReaders, ShowReaders
from usecases.revocation import DropTrusted, RevokeGrant, ShowPeople, Unlink
from usecases.seen_marks import ShowClassSeen, ShowSeen
from usecases.signatures import CommentMark, ShowSigned, ShowSignedMark, SignMark, SignWeek
from usecases.staff_codes import (
    IssueMemberCode,
    IssueStaffCodes,
    PlanStaffCodes,
    RevokeMemberCodes,
)
from usecases.standing_in import ShowStandIns
from usecases.subject import ShowSubject, ShowSubjects
from usecases.tasks import (
    ChangeTask,
    GiveTask,
    RemoveTask,
    ShowCourseTasks,
    ShowGiven,
    ShowLessonTasks,
)
from usecases.undo import Undo
from views.words import LANGUAGES


def use_cases(db: Database, clock: Clock, settings: Settings) -> dict[str, Any]:
    """Return every use case under the name by which handlers ask for it."""
    wall = SchoolClock(clock, settings.zone)
    days = ShowDays(db, wall)
    return {
        "show_history": ShowHistory(db, wall, settings.keeps),
        "show_choices": ShowChoices(db, wall),
        "choose_reader": ChooseStudent(db, wall),
        "choose_all_readers": ChooseAll(db, wall),
        "show_audit": ShowAudit(db, wall, settings.keeps),
        "show_actors": ShowActors(db, wall),
        "export_audit": ExportAudit(db, wall),
        "show_menu": ShowMenu(db, wall),
        "select_student": SelectStudent(db, wall),
        "show_day": ShowDay(days),
        "show_tomorrow": ShowTomorrow(days),
        "show_week": ShowWeek(days),
        "show_month": ShowMonth(db, wall),
        "show_homework": ShowHomework(days),
        "show_all_homework": ShowAllHomework(db, wall),
        "show_task": ShowTask(db, wall),
        "show_marks": ShowMarks(db, wall),
        "show_all_marks": ShowAllMarks(db, wall),
        "show_averages": ShowAverages(db, wall),
        "show_subjects": ShowSubjects(db, wall),
        "show_subject": ShowSubject(db, wall),
        "show_final": ShowFinal(db, wall),
        "show_news_list": ShowNewsList(db, wall),
        "show_news": ShowNews(db, wall),
        "open_code": OpenCode(db, wall, settings.key),
        "link_chat": LinkChat(db, wall, settings.key),
        "note_block": NoteBlock(db, clock),
        **_settings(db, wall, settings),
        **_classes(db, wall, settings),
        **_staff(db, wall, settings),
        **_journal(db, wall, settings),
        **_questions(db, wall),
        **_news(db, wall),
        **_tasks(db, wall, settings),
        **_notes(db, wall),
        **_timetable(db, wall, settings),
    }


def _settings(db: Database, wall: SchoolClock, settings: Settings) -> dict[str, Any]:
    hours = quiet_hours(settings)
    shown, heard = ShowQuiet(db, wall, hours), ShowPreferences(db, wall, all_kinds())
    return {
        "show_settings": choices.ShowSettings(db, wall, hours),
        "choose_language": choices.ChooseLanguage(db, meet(db, wall.clock, settings)),
        "choose_discreet": choices.ChooseDiscreet(db),
        "choose_digest": ChooseDigest(db, wall),
        "show_quiet": shown,
        "choose_quiet": ChooseQuiet(shown),
        "show_preferences": heard,
        "choose_mode": ChooseMode(heard),
        "choose_every": ChooseEvery(heard),
        "choose_breaks": ChooseBreaks(heard),
        "show_people": ShowPeople(db, wall),
        "unlink": Unlink(db, wall),
        "drop_trusted": DropTrusted(db, wall),
    }


def _classes(db: Database, wall: SchoolClock, settings: Settings) -> dict[str, Any]:
    return {
        "show_classes": ShowClasses(db, wall),
        "show_class": ShowClass(db, wall),
        "show_pupil": ShowPupil(db, wall),
        "issue_pupil_code": IssuePupilCode(db, wall, settings.key),
        "revoke_grant": RevokeGrant(db, wall),
        "plan_class_codes": PlanClassCodes(db, wall),
        "issue_class_codes": IssueClassCodes(db, wall, settings.key),
        "show_living_codes": ShowLivingCodes(db, wall),
        "revoke_unused": RevokeUnused(db, wall),
        "show_class_groups": ShowClassGroups(db, wall),
        "unbind_group": UnbindGroup(db, wall),
        "bind_here": BindHere(db, wall),
        "unbind_here": UnbindHere(db, wall),
        "move_group": MoveGroup(db, wall),
        "lose_group": LoseGroup(db, wall),
        "show_delivery": ShowDelivery(db, wall),
        "retry_group": RetryGroup(db, wall),
    }


def _staff(db: Database, wall: SchoolClock, settings: Settings) -> dict[str, Any]:
    return {
        "show_schools": ShowSchools(db, wall),
        "show_members": ShowMembers(db, wall),
        "find_members": FindMembers(db, wall),
        "show_member": ShowMember(db, wall),
        "end_member": EndMember(db, wall),
        "issue_member_code": IssueMemberCode(db, wall, settings.key),
        "revoke_member_codes": RevokeMemberCodes(db, wall),
        "plan_staff_codes": PlanStaffCodes(db, wall),
        "issue_staff_codes": IssueStaffCodes(db, wall, settings.key),
        "show_admins": ShowAdmins(db, wall),
        "issue_admin_code": IssueAdminCode(db, wall, settings.key),
        "revoke_admin_codes": RevokeAdminCodes(db, wall),
        "end_admin": EndAdmin(db, wall),
    }


def _journal(db: Database, wall: SchoolClock, settings: Settings) -> dict[str, Any]:
    return {
        "show_journal": ShowJournal(db, wall),
        "show_class_journal": ShowClassJournal(db, wall),
        "show_lesson": ShowLesson(db, wall),
        "show_board": ShowBoard(db, wall),
        "show_sorts": ShowSorts(db, wall),
        "set_topic": SetTopic(db, wall),
        "set_scale": SetScale(db, wall),
        "show_pad": ShowPad(db, wall),
        "give_by_tap": GiveByTap(db, wall, settings.grace),
        "read_entries": ReadEntries(db, wall),
        "give_marks": GiveMarks(db, wall, settings.grace),
        "show_mark": ShowMark(db, wall),
        "change_mark": ChangeMark(db, wall, settings.grace),
        "remove_mark": RemoveMark(db, wall, settings.grace),
        "note_presence": NotePresence(db, wall, settings.grace),
        "all_present": AllPresent(db, wall, settings.grace),
        "undo": Undo(db, wall, settings.grace),
        "show_signed": ShowSigned(db, wall),
        "show_signed_mark": ShowSignedMark(db, wall),
        "sign_mark": SignMark(db, wall),
        "sign_week": SignWeek(db, wall),
        "comment_mark": CommentMark(db, wall),
        "show_seen": ShowSeen(db, wall),
        "show_class_seen": ShowClassSeen(db, wall),
        "show_course_finals": ShowCourseFinals(db, wall),
        "set_final": SetFinal(db, wall, settings.grace),
        "confirm_finals": ConfirmFinals(db, wall, settings.grace),
        "undo_finals": UndoFinals(db, wall, settings.grace),
        "set_rounding": SetRounding(db, wall),
    }


def _timetable(db: Database, wall: SchoolClock, settings: Settings) -> dict[str, Any]:
    grace = timedelta(seconds=settings.grace_seconds)
    return {
        "show_changes": ShowChangesDay(db, wall),
        "show_class_day": ShowClassDay(db, wall),
        "show_change": ShowChange(db, wall),
        "cancel_lesson": CancelLesson(db, wall, grace),
        "substitute": Substitute(db, wall, grace),
        "move_lesson": MoveLesson(db, wall, grace),
        "restore_lesson": RestoreLesson(db, wall, grace),
        "show_stand_ins": ShowStandIns(db, wall),
        "show_teachers": ShowTeachers(db, wall),
        "show_teacher_days": ShowTeacherDays(db, wall),
        "cancel_teacher_days": CancelTeacherDays(db, wall, grace),
    }


def _questions(db: Database, wall: SchoolClock) -> dict[str, Any]:
    return {
        "show_threads": ShowThreads(db, wall),
        "show_targets": ShowTargets(db, wall),
        "ask_question": AskQuestion(db, wall),
        "show_thread": ShowThread(db, wall),
        "write_on": WriteOn(db, wall),
        "close_question": CloseThread(db, wall),
    }


def _news(db: Database, wall: SchoolClock) -> dict[str, Any]:
    return {
        "show_news_files": ShowNewsFiles(db, wall),
        "confirm_read": ConfirmNews(db, wall),
        "show_own_news": ShowOwnNews(db, wall),
        "show_audiences": ShowAudiences(db, wall),
        "write_news": WriteNews(db, wall),
        "show_own": ShowOwn(db, wall),
        "change_draft": ChangeDraft(db, wall),
        "post_news": PostNews(db, wall),
        "edit_news": EditNews(db, wall),
        "withdraw_news": WithdrawNews(db, wall),
        "show_readers": ShowReaders(db, wall),
        "remind_readers": RemindReaders(db, wall),
        "wall": wall,
    }


def _tasks(db: Database, wall: SchoolClock, settings: Settings) -> dict[str, Any]:
    return {
        "show_lesson_tasks": ShowLessonTasks(db, wall),
        "show_course_tasks": ShowCourseTasks(db, wall),
        "give_task": GiveTask(db, wall, settings.grace),
        "show_given": ShowGiven(db, wall),
        "change_task": ChangeTask(db, wall, settings.grace),
        "remove_task": RemoveTask(db, wall),
        "hand_in": HandIn(db, wall),
        "show_task_files": ShowTaskFiles(db, wall),
        "show_works": ShowWorks(db, wall),
        "show_work": ShowWork(db, wall),
        "answer_work": AnswerWork(db, wall),
    }


def _notes(db: Database, wall: SchoolClock) -> dict[str, Any]:
    return {
        "show_notes": ShowNotes(db, wall),
        "send_absence": SendNote(db, wall),
        "show_note": ShowNote(db, wall),
        "answer_note": AnswerNote(db, wall),
        "withdraw_absence": WithdrawNote(db, wall),
    }


def meet(db: Database, clock: Clock, settings: Settings) -> MeetChat:
    """Return what makes a chat known at its first update."""
    return MeetChat(db, clock, LANGUAGES, settings.default_language)


def quiet_hours(settings: Settings) -> QuietHours | None:
    """Return the hours that hold where a family chose none."""
    return QuietHours(*settings.quiet_hours) if settings.quiet_hours else None
