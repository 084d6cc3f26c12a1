"""Forms broken on purpose. What their writers are told stands in `broken_forms.txt`."""

from tests.flows.samples import FORM, SOURCES, TABLES, changed

__all__ = ["CASES", "SYNTAX"]


def main(text: str) -> dict[str, str]:
    return {**SOURCES, "sample": text}


def part(text: str) -> dict[str, str]:
    return {**SOURCES, "common/policy": text}


# The words of the YAML parser are its own: for these, only place and code are held.
SYNTAX = {
    "a missing bracket": (main("form: [1\nversion: 2\n"), "sample.yaml:2:8"),
    "a colon too many": (main("form: a: b\n"), "sample.yaml:1:8"),
    "a tab": (main("form: x\n\tversion: 1\n"), "sample.yaml:2:1"),
    "a quote left open": (main('form: "x\n'), "sample.yaml:2:1"),
    "a part with a bracket": (part("sections: ["), "common/policy.yaml:2:1"),
}

QUESTION = "      - id: AGE\n        type: choice\n"
CASES = {
    "an empty file": main(""),
    "only comments": main("# nothing\n"),
    "not a mapping": main("- a\n"),
    "a control character": main("form: \x07\n"),
    "half a character": main("form: \ud800\n"),
    "a second document": changed("form: sample\n", "form: sample\n---\n"),
    "too large": main("# " + "x" * 1_000_000),
    "anchors and aliases": changed(
        "title: {vi: Mẫu, en: Sample}", "title: &t {vi: Mẫu, en: Sample}\naudience2: *t"
    ),
    "a tag": changed("version: 3", "version: !!int 3"),
    "too deep": changed("version: 3", "version: " + "[" * 18 + "]" * 18),
    "a key that is a list": changed("version: 3", "version: 3\n? [a]\n: b"),
    "a key that is a number": changed("version: 3", "version: 3\n7: b"),
    "a key twice": changed("version: 3", "version: 3\nversion: 4"),
    "a key missing": changed("version: 3\n", ""),
    "everything missing": main("x: 1\n"),
    "a mistyped key": changed("audience:", "audiense:"),
    "a mistyped key of a question": changed("        prefill: counter", "        prefil: counter"),
    "a foreign key": changed("version: 3", "version: 3\nzzz: 1"),
    "a text for a number": changed("version: 3", "version: three"),
    "true for a number": changed("version: 3", "version: true"),
    "a number too small": changed("version: 3", "version: 0"),
    "a number for a text": changed("audience: citizen", "audience: 5"),
    "nothing for a text": changed("audience: citizen", "audience:"),
    "an empty text": changed("audience: citizen", 'audience: " "'),
    "an unknown word": changed("kind: survey", "kind: surveys"),
    "a text for true or false": changed("        private: true", "        private: ja"),
    "a text for a list": changed("languages: [vi, en]", "languages: vi"),
    "a list with a number": changed("languages: [vi, en]", "languages: [vi, 5]"),
    "without Vietnamese": changed("languages: [vi, en]", "languages: [en]"),
    "a bad language": changed("languages: [vi, en]", "languages: [vi, EN]"),
    "a text without languages": changed("{vi: Mẫu, en: Sample}", "Mẫu"),
    "a list for texts": changed("{vi: Mẫu, en: Sample}", "[Mẫu]"),
    "an empty mapping for texts": changed("{vi: Mẫu, en: Sample}", "{}"),
    "a language missing": changed("{vi: Góp ý thêm?, en: Anything else?}", "{vi: Góp ý thêm?}"),
    "a language too many": changed("{vi: Mẫu, en: Sample}", "{vi: Mẫu, en: Sample, fr: Modèle}"),
    "a number for a language": changed("{vi: Mẫu, en: Sample}", "{vi: 5, en: Sample}"),
    "an empty list": changed("languages: [vi, en]", "languages: []"),
    "a bad id": changed("- id: AGE", "- id: age"),
    "an id too long": changed("- id: AGE", "- id: A" + "B" * 24),
    "an id twice": changed("- id: AGE", "- id: M1"),
    "an id twice in two files": changed("- id: AGE", "- id: C1"),
    "the id of a follow-up": changed("- id: AGE", "- id: L1_B1"),
    "a section twice": changed("- id: service", "- id: consent"),
    "a section without questions": changed(
        "  - use: common/policy\n", "  - {id: x}\n  - use: common/policy\n"
    ),
    "a section that is a text": changed(
        "  - use: common/policy\n", "  - policy\n  - use: common/policy\n"
    ),
    "a question that is a text": changed(QUESTION, "      - AGE\n" + QUESTION),
    "a value twice": changed("value: old", "value: young"),
    "a bad value": changed("value: old", "value: già"),
    "a negative value": changed("value: old", "value: -1"),
    "a band upside down": changed("low: 18, high: 59.5", "low: 60, high: 59.5"),
    "a band of words": changed("low: 18", "low: young"),
    "a band of true": changed("low: 18", "low: true"),
    "an unknown action": changed("high: 59.5", "high: 59.5, action: expain"),
    "an alias that is a number": changed("[già, cao tuổi]", "[già, 60]"),
    "an unknown stem": changed(
        "        stem: SAT\n        item: {vi: chỗ", "        stem: SATT\n        item: {vi: chỗ"
    ),
    "a stem without its item": changed("        item: {vi: chỗ chờ, en: the waiting area}\n", ""),
    "a stem and a text": changed(
        "        item: {vi: chỗ chờ, en: the waiting area}\n",
        "        item: {vi: chỗ chờ, en: the waiting area}\n        text: {vi: a, en: b}\n",
    ),
    "neither stem nor text": changed(
        "        stem: SAT\n        item: {vi: chỗ chờ, en: the waiting area}\n", ""
    ),
    "a stem without a slot": changed(
        'en: "Are you satisfied with {item}?"', "en: Are you?", "common/tables"
    ),
    "a stem with two slots": changed("về {item}?", "về {item} {item}?", "common/tables"),
    "an unknown scale": changed(
        "        scale: FIVE\n        stem: SAT\n        item: {vi: chỗ",
        "        scale: FOUR\n        stem: SAT\n        item: {vi: chỗ",
    ),
    "a scale and choices": changed(
        "        text: {vi: Tuổi của", "        scale: FIVE\n        text: {vi: Tuổi của"
    ),
    "a condition with a fault": changed("M1 <= 2 or place", "M1 <= 2 of place"),
    "a quoted condition with a fault": changed("M1 <= 2 or place == 'Huế'", '"M1 = 2"'),
    "an ending with a fault": changed("when: C1 == 'no'", "when: C1 is 'no'", "common/start"),
    "an ending without outcome": changed("            outcome: declined\n", "", "common/start"),
    "an ending without condition": changed("when: C1 == 'no'", "whem: C1 == 'no'", "common/start"),
    "an unknown part": changed("- use: common/start", "- use: common/stert"),
    "a part that is a number": changed("- use: common/start", "- use: 5"),
    "a part list that is a mapping": changed("use: [common/tables]", "use: [{a: b}]"),
    "a part that is a form": changed("- use: common/start", "- use: sample2")
    | {"sample2": "form: x\n"},
    "a part in a circle": changed(
        "sections:\n", "use: [common/policy]\nsections:\n", "common/policy"
    ),
    "a form in a circle": changed("sections:\n", "sections:\n  - use: sample\n", "common/policy"),
    "a part with a foreign key": changed("sections:\n", "title: x\nsections:\n", "common/policy"),
    "a parameter missing": changed("    with: {form: M}\n", ""),
    "a parameter too many": changed("with: {form: M}", "with: {form: M, from: X}"),
    "a parameter that is a list": changed("with: {form: M}", "with: {form: [M]}"),
    "a parameter that is nothing": changed("with: {form: M}", "with: {form: }"),
    "parameters that are a list": changed("with: {form: M}", "with: [form]"),
    "a use with a foreign key": changed("with: {form: M}", "with: {form: M}\n    wiht: {a: b}"),
    "something left out that is not there": changed(
        "with: {form: M}", "with: {form: M}\n    leave_out: [MP5, MP6]"
    ),
    "a choice left out that is not there": changed(
        "  - use: common/start", "  - use: common/start\n    leave_out: [C1.yes, C1.yess]"
    ),
    "left out as a text": changed("with: {form: M}", "with: {form: M}\n    leave_out: MP5"),
    "a service in one language": changed(
        "languages: [vi, en]", "languages: [vi, en]\nservice: {vi: đổi thẻ}"
    ),
    "a stem twice": changed(
        "sections:\n  - use", 'stems:\n  SAT: {vi: "{item}", en: "{item}"}\nsections:\n  - use'
    ),
    "follow-ups twice": changed("sections:\n", "follow_ups: {}\nsections:\n", "common/policy"),
    "follow-ups without anything": SOURCES
    | {"common/tables": TABLES.split("follow_ups:")[0] + "follow_ups: {}\n"},
    "a rating that is none": changed("ratings: [1, 2]", "ratings: [0, two]", "common/tables"),
    "no reasons for a factor": changed("    A:\n", "    C:\n", "common/tables"),
    "reasons that are a text": changed(
        TABLES[TABLES.index("    B3:\n") : TABLES.index("  offer:")],
        "    B3: rude\n",
        "common/tables",
    ),
    "an unknown form": {"samples": FORM},
    "many faults in two files": {
        **changed("        condition: M1 <= 2 or place == 'Huế'", "        condition: M1 <="),
        "sample": FORM.replace("version: 3", "version: x")
        .replace("- id: AGE", "- id: m1")
        .replace("value: old", "value: young")
        .replace("M1 <= 2 or", "M1 =< 2 or")
        .replace("use: common/start", "use: common/begin")
        .replace("        private: true", "        privat: true")
        .replace("hint: {vi: Viết ngắn gọn, ", "hint: {"),
        "common/policy": "sections:\n  - id: P\n    questions: none\n",
    },
    "a scale that is a mapping": changed("scales:\n", "scales:\n  SIX: {a: b}\n", "common/tables"),
    "stems that are a list": changed("stems:\n  SAT: {", "stems:\n  - SAT: {", "common/tables"),
}
