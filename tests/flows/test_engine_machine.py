"""Random conversations: whatever a person, a channel or a clock does, the rules hold."""

from __future__ import annotations

from hashlib import sha256
from typing import get_args

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from flows.commands import COMMANDS
from flows.contact_cards import awaits_number
from flows.engine import Opening, resume, start
from flows.events import QuestionAsked, ResponseCompleted, ReviewShown, TimerSet
from flows.identifiers import Instant, SessionId
from flows.lexicon import listed
from flows.messages import (
    CaseNews,
    CaseReplied,
    Chosen,
    Commanded,
    ContactShared,
    Edited,
    FileSent,
    Message,
    NewsKind,
    Opened,
    PromptRef,
    TimerFired,
    Typed,
    payload_for,
)
from flows.session import Session
from flows.talk import Turn
from tests.conversations.golden import FACTS
from tests.conversations.talking import MONDAY_MORNING, RULES
from tests.flows.conversation_model import Model

SECOND, MINUTE, DAY = 1_000, 60_000, 86_400_000

WORDS = [
    *listed("""
        1, 2, 3, 4, 5, 0, 11, 99, hài lòng, không hài lòng, rat te, có, không, đồng ý, không đồng ý
        ok, dạ, rồi, chưa, Bắt đầu, 0912345678, 01234567890, quay lại, bỏ qua, để sau, dừng lại
        tiếp tục, làm lại từ đầu, trợ giúp, góp ý, gặp cán bộ, xem lại, xóa, tra cứu, tiếng anh
        gửi, đừng nhắn nữa, xóa dữ liệu của tôi, tôi tố cáo ông A tham ô, chờ lâu quá, 001085012345
        khiếu nại quyết định số 5, mã OTP 123456, câu 3, sửa câu 12, ? ?, 😀
    """),
    *("", " ", "9" * 5000, "\u202e5", "\x00"),
]
texts = st.one_of(st.sampled_from(WORDS), st.text(max_size=40))
waits = st.sampled_from((0, SECOND, 5 * SECOND, 31 * MINUTE, 7 * 60 * MINUTE, 3 * DAY, 31 * DAY))


CARDS = ("84977000111", "+84988000222", "0966 000 333", "01698000444", "14155550100", "x")
cards = st.sampled_from(CARDS)
sent_files = st.builds(
    FileSent,
    kind=st.sampled_from(("photo", "voice", "document")),
    reference=st.just("reference"),
    size=st.sampled_from((None, None, 1, 21_000_000)),
    caption=st.sampled_from(("", "", "Phòng chờ chật", "dừng lại", "😀")),
    album=st.sampled_from((None, None, "137", "138")),
)
ONWARD = (":start", ":yes", ":self", ":done", ":submit")


class Conversation(RuleBasedStateMachine):
    """One citizen with a restless hand."""

    def __init__(self) -> None:
        super().__init__()
        self.model = Model(RULES)
        self.session: Session | None = None
        self.now = MONDAY_MORNING
        self.turns = 0
        self.prompts: list[PromptRef] = []
        self.payloads: list[str] = ["dialogue:U2:resume", "00000000:MC1:5"]
        self.timers: list[TimerSet] = []
        self.codes: list[str] = ["3X7K9-22222-2", "bad"]
        self.last: Message = Opened()

    @initialize(
        form=st.sampled_from(("mc", "mc", "intake")),
        facts=st.sampled_from(({}, FACTS, {"known_phone": "+84912345678"})),
        language=st.sampled_from(("vi", "en")),
    )
    def begin(self, form: str, facts: dict[str, str], language: str) -> None:
        opening = Opening(
            session_id=SessionId("session"), form=form, facts=facts, language=language
        )
        seed = self._seed()
        turn = start(RULES, opening, Instant(self.now), seed)
        assert turn == start(RULES, opening, Instant(self.now), seed)
        self._keep(None, turn)

    def _seed(self) -> bytes:
        self.turns += 1
        return sha256(str(self.turns).encode()).digest()

    def _say(self, message: Message) -> None:
        assert self.session is not None
        self.now += 1
        before, written = self.session, msgspec.msgpack.encode(self.session)
        now, seed = Instant(self.now), self._seed()
        turn = resume(RULES, before, message, now, seed)
        assert turn == resume(RULES, before, message, now, seed), "not pure"
        assert msgspec.msgpack.encode(before) == written, "the session given was changed"
        if not isinstance(message, TimerFired):
            self.last = message
        self._keep(message, turn)

    def _keep(self, message: Message | None, turn: Turn) -> None:
        self.model.check(self.session, message, turn, self.now)
        self.session = turn.session
        for event in turn.events:
            if isinstance(event, QuestionAsked):
                question = RULES.form(event.form, event.version).by_id[event.question]
                asked = event.question + ("?" if event.candidate else "")
                self.prompts.append(PromptRef(event.tag, asked))
                values = [c.value for c in question.choices] if not event.candidate else []
                for value in values or ["yes", "no"]:
                    self.payloads.append(payload_for(event.tag, asked, value))
            elif isinstance(event, ReviewShown):
                self.prompts.append(PromptRef(event.tag, "@review"))
                lines = [question for question, _, _ in event.items]
                for value in ("submit", "pause", *lines):
                    self.payloads.append(payload_for(event.tag, "@review", value))
            elif isinstance(event, TimerSet):
                self.timers.append(event)
            elif isinstance(event, ResponseCompleted):
                self.codes.append(event.code)

    def _is_asked(self) -> bool:
        session = self.session
        return session is not None and bool(session.frames or session.dialogue)

    def _writes_a_case(self) -> bool:
        session = self.session
        return bool(session and session.frames and session.frames[-1].answers.get("KEEP"))

    # What people do

    @precondition(lambda self: self.prompts)
    @rule(data=st.data())
    def press(self, data: st.DataObject) -> None:
        newest = self.prompts[-1]
        shown = [p for p in self.payloads if p.startswith(f"{newest.tag}:{newest.question}:")]
        self._say(Chosen(data.draw(st.sampled_from(shown))))

    @precondition(lambda self: self.prompts)
    @rule(data=st.data(), times=st.integers(2, 45))
    def hurry(self, data: st.DataObject, times: int) -> None:
        """Answer on and on: else nobody would ever come to the end."""
        for _ in range(times):
            if not self._is_asked():
                return
            newest = self.prompts[-1]
            prefix = f"{newest.tag}:{newest.question}:"
            shown = [p for p in self.payloads if p.startswith(prefix)]
            good = [p for p in shown if p.endswith(ONWARD)]
            question = newest.question
            if question.startswith(("MC", "G9")):
                shown = [f"{prefix}{data.draw(st.sampled_from('554443321'))}"]
            if question in ("PHONE", "CONTACT_PHONE") and data.draw(st.booleans()):
                self._say(ContactShared(data.draw(cards), data.draw(st.booleans())))
            elif question in ("O1", "STORY", "NAME", "ADDRESS", "PHONE", "CONTACT_PHONE", "D6"):
                self._say(Typed("Chờ lâu 0912345678"))
            else:
                self._say(Chosen(data.draw(st.sampled_from(good or shown))))

    @rule(data=st.data())
    def press_anything_ever_shown(self, data: st.DataObject) -> None:
        self._say(Chosen(data.draw(st.sampled_from(self.payloads))))

    @rule(payload=st.one_of(st.text(max_size=30), st.text(":!abc@?", max_size=12)))
    def press_rubbish(self, payload: str) -> None:
        self._say(Chosen(payload))

    @rule(text=texts)
    def type(self, text: str) -> None:
        self._say(Typed(text))

    @precondition(lambda self: self.prompts)
    @rule(text=texts, data=st.data())
    def type_under_a_prompt(self, text: str, data: st.DataObject) -> None:
        prompt = data.draw(st.sampled_from([self.prompts[-1], *self.prompts[-6:]]))
        self._say(Typed(text, prompt))

    @rule(name=st.sampled_from([*COMMANDS, "back", "back", "nonsense"]), data=st.data())
    def command(self, name: str, data: st.DataObject) -> None:
        argument = data.draw(st.sampled_from(["", "", *self.codes]))
        self._say(Commanded(name, argument))

    # What the desk does meanwhile

    @rule(
        data=st.data(),
        kind=st.sampled_from(get_args(NewsKind)),
        number=st.integers(2, 4),
        due=st.none() | st.just(MONDAY_MORNING),
    )
    def hear_of_a_case(
        self, data: st.DataObject, kind: NewsKind, number: int, due: Instant | None
    ) -> None:
        code = data.draw(st.sampled_from(self.codes))
        self._say(CaseNews(code=code, kind=kind, number=number, text="…", due_at=due))

    @rule(data=st.data(), reply=st.sampled_from(("agreed", "disagreed", "supplied")), text=texts)
    def reply_on_the_page(self, data: st.DataObject, reply: str, text: str) -> None:
        code = data.draw(st.sampled_from(self.codes))
        about = {"type": "case_replied", "code": code, "number": 2, "reply": reply, "text": text}
        self._say(msgspec.convert(about, CaseReplied))

    # What people do again

    @rule()
    def open_again(self) -> None:
        self._say(Opened())

    @rule(phone=cards, proves=st.booleans())
    def share_a_contact(self, phone: str, proves: bool) -> None:
        self._say(ContactShared(phone, proves))

    @precondition(lambda self: awaits_number(RULES, self.session))
    @rule(phone=cards, proves=st.booleans())
    def share_it_when_asked(self, phone: str, proves: bool) -> None:
        self._say(ContactShared(phone, proves))

    @precondition(lambda self: awaits_number(RULES, self.session))
    @rule(phone=cards, refusal=st.sampled_from(("không cho số", "no")))
    def share_it_and_take_it_back(self, phone: str, refusal: str) -> None:
        self._say(ContactShared(phone, proves=True))
        self._say(Commanded("back"))
        if refusal != "no":
            self._say(Typed(refusal))
            return
        self._say(Commanded("back"))
        newest = self.prompts[-1]
        self._say(Chosen(payload_for(newest.tag, newest.question, refusal)))

    @rule(sent=sent_files)
    def send_a_file(self, sent: FileSent) -> None:
        self._say(sent)

    @precondition(lambda self: self._writes_a_case())
    @rule(sent=st.lists(sent_files, min_size=1, max_size=7))
    def add_to_the_case(self, sent: list[FileSent]) -> None:
        for one in sent:
            self._say(one)

    @rule(text=texts)
    def edit_a_message(self, text: str) -> None:
        self._say(Edited(text))

    @rule()
    def same_again(self) -> None:
        self._say(self.last)

    @rule(wait=waits)
    def time_passes(self, wait: int) -> None:
        self.now += wait

    @precondition(lambda self: self.timers)
    @rule(data=st.data())
    def a_timer_fires(self, data: st.DataObject) -> None:
        timer = data.draw(st.sampled_from([self.timers[-1], *self.timers]))
        if data.draw(st.booleans()):
            self.now = max(self.now, timer.due_at)
        self._say(TimerFired(timer.kind, timer.wait))


TestConversation = Conversation.TestCase
TestConversation.settings = settings(
    max_examples=100, stateful_step_count=40, deadline=None, report_multiple_bugs=False
)
pytestmark = pytest.mark.timeout(400)  # making a failure small takes its time
