"""What an edition tells beside its ratings: steps, faces, themes, versions, what is missing."""

from __future__ import annotations

from collections.abc import Mapping

from survey.designs import Stratum
from survey.editions import (
    Change,
    Comment,
    FaceLine,
    Missing,
    Pin,
    ProcedureLine,
    Share,
    StepLine,
    Theme,
    Words,
)
from survey.estimates import Figure, figured
from survey.index import OVERALL
from survey.moments import Moments
from survey.shares import share_of

__all__ = [
    "FACES",
    "FACTOR_LABELS",
    "MISSING",
    "ONLINE_CHANGES",
    "PINS",
    "PROCEDURES",
    "STEPS",
    "THEMES",
    "WORDS",
    "share",
    "yes",
]

FACTOR_LABELS: Mapping[str, str] = {
    OVERALL: "Chỉ số hài lòng chung",
    "A": "Tổ chức, thực hiện chính sách BHXH, BHYT, BHTN",
    "B": "Cung ứng dịch vụ hành chính công",
    "A1": "Trách nhiệm giải trình về chính sách",
    "A2": "Sự tham gia của người dân",
    "A3": "Chất lượng tổ chức thực hiện",
    "A4": "Kết quả, tác động của chính sách",
    "B1": "Sự thuận lợi trong tiếp cận dịch vụ",
    "B2": "Thủ tục hành chính",
    "B3": "Viên chức trực tiếp giải quyết công việc",
    "B4": "Kết quả cung ứng dịch vụ",
    "B5": "Tiếp nhận, giải quyết góp ý, phản ánh, kiến nghị",
}


def share(figure: Figure | None) -> Share:
    """The share of a figure as an edition has it."""
    return share_of(figure.raw, figure.weighted) if figure else Share()


def yes(satisfied: int, asked: int) -> Share:
    moments = Moments(asked, satisfied, asked, satisfied, satisfied, asked)
    return share(figured({"": Stratum(asked)}, {"": moments}))


PINS = (
    Pin(kind="form", name="mc", version="3", sha256="3f" * 32),
    Pin(kind="form", name="el", version="3", sha256="8a" * 32),
    Pin(kind="unit_tree", name="units", version="41", sha256="0c" * 32),
    Pin(kind="calendar", name="vn", version="2026", sha256="d1" * 32),
    Pin(kind="program", name="lang-nghe", version="0.1.0", sha256=""),
)
STEPS = (
    StepLine(
        key="find", label="Tìm thủ tục cần làm", easy=yes(1790, 2140), passed=yes(2140, 2190)
    ),
    StepLine(
        key="sign_in",
        label="Đăng nhập bằng tài khoản định danh",
        easy=yes(1420, 2080),
        passed=yes(2001, 2080),
        reasons=(("Không nhận được mã xác thực", 214), ("Quên mật khẩu", 96)),
    ),
    StepLine(
        key="attach",
        label="Đính kèm giấy tờ",
        easy=yes(1510, 1990),
        passed=yes(1920, 1990),
        reasons=(("Ảnh chụp vượt dung lượng", 88),),
    ),
)
PROCEDURES = (
    ProcedureLine(
        key="uxa",
        label="Cấp thẻ BHYT cá nhân qua mạng",
        easy=yes(3120, 3900),
        completion=yes(1240, 1500),
        median_minutes=16.5,
        timed=1240,
        reasons=(("Không nhận được mã xác thực", 150), ("Quên mật khẩu", 90)),
    ),
    ProcedureLine(
        key="uxb",
        label="Nhận BHXH một lần qua mạng",
        easy=yes(1600, 2310),
        completion=yes(590, 710),
        median_over=60,
        timed=590,
    ),
)
ONLINE_CHANGES = (
    Change(key="completed/uxb", label="Nhận BHXH một lần qua mạng (hoàn thành trên mạng)",
           before=yes(500, 700), after=yes(590, 710), points=0.117, low=0.07, high=0.16,
           direction="higher"),
    Change(key="ux/uxb", label="Nhận BHXH một lần qua mạng (mức độ dễ)",
           before=yes(1480, 2290), after=yes(1600, 2310), points=0.046, low=0.019, high=0.074,
           direction="higher"),
)  # fmt: skip
FACES = (
    FaceLine(
        key="G9",
        label="Nhìn chung, Ông/Bà hài lòng ở mức nào về lần phục vụ này?",
        presses=(61, 148, 902),
    ),
)
WORDS = Words(asked=1902, written=305, themed=201, unthemed=104)
THEMES = (
    Theme(
        key="PA03",
        label="Chậm trễ, quá hạn",
        kind="complaint",
        count=46,
        comments=(
            Comment(
                text="Hẹn ngày 12 nhưng tới ngày 20 mới có kết quả.", unit="BHXH cơ sở Gia Nghĩa"
            ),
        ),
    ),
    Theme(key="PA01", label="Thái độ phục vụ", kind="complaint", count=19, factor="B3"),
    Theme(key="wait", label="Phải chờ lâu", kind="weakness", count=212, factor="B1"),
    Theme(
        key="unanswered", label="Góp ý chưa được trả lời", kind="weakness", count=131, factor="B5"
    ),
    Theme(key="N1.waiting", label="Giảm thời gian chờ", kind="wish", count=964),
    Theme(key="N1.paperwork", label="Giảm giấy tờ", kind="wish", count=733),
    Theme(key="O1:attitude.praised", label="Thái độ tận tình", kind="praised", count=124),
    Theme(key="O1:speed.praised", label="Giải quyết nhanh", kind="praised", count=61),
    Theme(key="O1:PA03.criticised", label="Chậm trễ, quá hạn", kind="criticised", count=48),
    Theme(
        key="kind",
        label="Viên chức tận tâm, hướng dẫn rõ",
        kind="strength",
        count=388,
        factor="B3",
        comments=(
            Comment(
                text="Cô ở quầy 3 chỉ rất kỹ, tôi làm một lần là xong.", unit="BHXH cơ sở Đà Lạt"
            ),
        ),
    ),
)
MISSING = (
    Missing(gap="no_call_backs"),
    Missing(gap="to_be_judged", count=5),
    Missing(gap="small_cells", count=2),
    Missing(gap="not_proven_cells", count=4),
    Missing(gap="stratum_unheard", count=1),
    Missing(gap="unit_without_forms", about="BHXH cơ sở Cư Jút"),
    Missing(gap="criterion_reworded", about="thời gian chờ tới lượt"),
)
