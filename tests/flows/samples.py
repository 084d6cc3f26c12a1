"""A small sound form in two files, to be read and to be broken on purpose."""

FORM = """\
form: sample
version: 3
kind: survey
audience: citizen
languages: [vi, en]
title: {vi: Mẫu, en: Sample}
use: [common/tables]

sections:
  - use: common/start
  - id: service
    title: {vi: Phục vụ, en: Service}
    questions:
      - id: M1
        type: scale5
        kind: satisfaction
        factor: B1
        required: true
        scale: FIVE
        stem: SAT
        item: {vi: chỗ chờ, en: the waiting area}
      - id: M2
        type: scale5
        kind: satisfaction
        factor: B3
        required: true
        condition: M1 <= 2 or place == 'Huế'
        scale: FIVE
        stem: SAT
        item: {vi: thái độ, en: the attitude}
      - id: AGE
        type: choice
        skippable: true
        text: {vi: Tuổi của Ông/Bà?, en: Your age?}
        choices:
          - {value: young, low: 18, high: 59.5, label: {vi: Dưới 60, en: Under 60}}
          - {value: old, low: 60, label: {vi: Từ 60, en: 60 or older}, aliases: [già, cao tuổi]}
      - id: NOTE
        type: text
        private: true
        skippable: true
        max_length: 500
        review: false
        prefill: counter
        text: {vi: Góp ý thêm?, en: Anything else?}
        hint: {vi: Viết ngắn gọn, en: Keep it short}
        reask: {vi: Xin viết lại, en: Please write again}
  - use: common/policy
    with: {form: M}
"""

TABLES = """\
stems:
  SAT: {vi: "Ông/Bà hài lòng về {item}?", en: "Are you satisfied with {item}?"}
scales:
  FIVE:
    - {value: 5, label: {vi: 5 Rất tốt, en: 5 Very good}}
    - {value: 4, label: {vi: 4 Tốt, en: 4 Good}}
    - {value: 3, label: {vi: 3 Vừa, en: 3 Fair}}
    - {value: 2, label: {vi: 2 Kém, en: 2 Poor}}
    - {value: 1, label: {vi: 1 Rất kém, en: 1 Very poor}}
    - {value: na, label: {vi: 0 Không có, en: 0 None}}
follow_ups:
  ratings: [1, 2]
  limit: 2
  prefix: L1_
  text: {vi: Vì sao?, en: Why?}
  hint: {vi: Chọn một, en: Choose one}
  reasons:
    A:
      - {value: unclear, label: {vi: Khó hiểu, en: Unclear}}
      - {value: other, label: {vi: Khác, en: Other}}
    B:
      - {value: waiting, category: PA03, label: {vi: Chờ lâu, en: Waiting}}
      - {value: other, label: {vi: Khác, en: Other}}
    B3:
      - {value: rude, category: PA01, label: {vi: Thái độ, en: Attitude}}
      - {value: other, label: {vi: Khác, en: Other}}
  offer:
    id: L2
    type: yes_no
    skippable: true
    review: false
    text: {vi: Gửi phản ánh không?, en: Send a report?}
    choices:
      - {value: "yes", action: intake, label: {vi: Có, en: "Yes"}}
      - {value: "no", label: {vi: Không, en: "No"}}
"""

START = """\
sections:
  - id: consent
    title: {vi: Đồng ý, en: Consent}
    questions:
      - id: HELLO
        type: notice
        kind: control
        required: true
        text: {vi: "Chào Ông/Bà, khoảng {minutes} phút.", en: "Hello, {minutes} minutes."}
        choices:
          - {value: start, label: {vi: Bắt đầu, en: Start}}
          - {value: later, action: pause, label: {vi: Để sau, en: Later}}
      - id: C1
        type: consent
        kind: consent
        consent: answers
        required: true
        text: {vi: Ông/Bà đồng ý không?, en: Do you agree?}
        choices:
          - {value: "yes", label: {vi: Đồng ý, en: I agree}}
          - {value: "no", label: {vi: Không, en: "No"}}
          - value: why
            action: explain
            label: {vi: Vì sao?, en: Why?}
            says: {vi: Để đánh giá., en: To assess.}
        endings:
          - when: C1 == 'no'
            outcome: declined
            offers_intake: true
            says: {vi: Cảm ơn., en: Thank you.}
"""

POLICY = """\
sections:
  - id: policy
    title: {vi: Chính sách, en: Policy}
    questions:
      - id: <form>P1
        type: scale5
        kind: satisfaction
        factor: A1
        required: true
        scale: FIVE
        stem: SAT
        item: {vi: thông tin, en: the information}
      - id: <form>P5
        enabled: false
        type: scale5
        kind: satisfaction
        factor: A2
        scale: FIVE
        stem: SAT
        item: {vi: báo trước, en: being told}
"""

SOURCES = {
    "sample": FORM,
    "common/tables": TABLES,
    "common/start": START,
    "common/policy": POLICY,
}


def changed(old: str, new: str, file: str = "sample") -> dict[str, str]:
    """Return the sources with one exact place changed."""
    if SOURCES[file].count(old) != 1:
        message = f"{old!r} must stand exactly once in {file}"
        raise AssertionError(message)
    return {**SOURCES, file: SOURCES[file].replace(old, new)}
