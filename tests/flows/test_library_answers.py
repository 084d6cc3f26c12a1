"""What people type at the shipped questions that decide what comes next: read, or asked back."""

import pytest

from flows.questions import QUESTION_TYPES
from flows.questions.base import Reading
from flows.vietnamese import listen
from tests.flows.shipped import FORMS

READ = (
    ("mc H1", "con tôi", "family"),
    ("mc H1", "con toi", "family"),
    ("mc H1", "cháu tôi", "family"),
    ("mc H1", "chau toi", "family"),
    ("mc H1", "vợ tôi", "family"),
    ("mc H1", "con gái tôi bấm", "family"),
    ("mc H1", "con gai toi bam", "family"),
    ("mc H1", "con tôi bấm giúp tôi", "family"),
    ("mc H1", "tôi", "self"),
    ("mc H1", "tôi tự bấm", "self"),
    ("mc H1", "toi tu bam", "self"),
    ("mc H1", "tôi tự bấm, con tôi đi vắng", None),
    ("mc H1", "tôi bấm thay con tôi", None),
    ("mc H1", "cô ở quầy bấm giúp", "officer"),
    ("mc D3", "nữ", "female"),
    ("mc D3", "nu", "female"),
    ("mc D3", "là nữ", "female"),
    ("mc D3", "la nu", "female"),
    ("mc D3", "nữ giới", "female"),
    ("mc D3", "nu gioi", "female"),
    ("mc D3", "gái", "female"),
    ("mc D3", "gai", "female"),
    ("mc D3", "nam", "male"),
    ("mc D3", "tôi là nam", "male"),
    ("mc D3", "trai", "male"),
    ("mc D3", "con trai", "male"),
    ("mc D3", "con gai", "female"),
    ("mc FB1", "chưa hề", "not_sent"),
    ("mc FB1", "chua he", "not_sent"),
    ("mc FB1", "gửi 2 lần", "sent"),
    ("mc FB1", "gui 2 lan", "sent"),
    ("mc FB1", "gửi rồi 2 lần", "sent"),
    ("mc FB1", "chưa gửi lần nào", "not_sent"),
    ("mc FB1", "chua gui lan nao", "not_sent"),
    ("mc FB1", "không gửi bao giờ", "not_sent"),
    ("dn FB1", "chua he", "not_sent"),
    ("dn FB1", "gui 2 lan", "sent"),
    ("kb FB1", "chua he", "not_sent"),
    ("mc D9", "trễ 3 ngày", None),
    ("mc D9", "tre 3 ngay", None),
    ("mc D9", "tre hen", None),
    ("mc D9", "không trễ hẹn", "on_time"),
    ("tm TMX", "bị trừ 20 nghìn", "yes"),
    ("tm TMX", "bi tru 20 nghin", "yes"),
    ("tm TMX", "không bị trừ", "no"),
    ("tm TMX", "khong bi tru dong nao", "no"),
    ("tm TMX", "nhận đủ", "no"),
    ("tm TMX", "nhan du", "no"),
    ("tm TMX", "đủ", "no"),
    ("tm TMX", "du", "no"),
    ("tm TMX", "đủ rồi", "no"),
    ("tm TMX", "không đủ", "yes"),
    ("tm TMX", "khong du", "yes"),
    ("tm TMX", "bị trừ tiền mà không ai nói", "yes"),
    ("tm TMX", "không nhận đủ", None),
    ("tm TMX", "khong nhan du", None),
    ("kb KBX", "phải mua ngoài", "yes"),
    ("kb KBX", "phai mua ngoai", "yes"),
    ("kb KBX", "không phải mua", "no"),
    ("kb KBX", "khong phai mua", "no"),
    ("kb KBX", "không phải mua ngoài", "no"),
    ("kb KBX", "khong phai mua ngoai", "no"),
    ("kb KBX", "bác sĩ kêu mua ngoài nhưng tôi không mua", None),
    ("kb KBX", "không nhớ", "unknown"),
    ("kb KBT", "chuyển lên tuyến trên", "yes"),
    ("kb KBT", "chuyen len tuyen tren", "yes"),
    ("kb KBT", "không chuyển lên tuyến trên", "no"),
    ("kb KBT", "khong chuyen tuyen", "no"),
    ("th THX", "có biên lai", "received"),
    ("th THX", "co bien lai", "received"),
    ("th THX", "không có biên lai", "not_received"),
    ("th THX", "khong co bien lai", "not_received"),
    ("th THX", "chưa thấy", "not_received"),
    ("th THX", "chua thay", "not_received"),
    ("th THX", "chưa thấy biên lai", "not_received"),
    ("th THX", "có biên lai đâu", None),
    ("th THX", "co dau", None),
    ("mc SC2", "co", None),
    ("mc D11", "có bồi dưỡng", "yes"),
    ("mc D11", "co boi duoi", "yes"),
    ("mc D11", "co boi duong", "yes"),
    ("mc D11", "không bồi dưỡng ai", "no"),
    ("mc D11", "không đưa phong bì mà người ta đòi", None),
    ("mc D11", "có đưa tiền đâu", "no"),
    ("mc D11", "không mất đồng nào", "no"),
    ("mc D11", "khong mat dong nao", "no"),
    ("mc L2", "tùy cô", None),
    ("mc L2", "tuy co", None),
    ("mc L2", "có", "yes"),
    ("mc L2", "co", "yes"),
    ("uxa UXR1", "làm xong", None),
    ("uxa UXR1", "lam xong", None),
    ("uxa UXR1", "tự làm xong", "alone"),
    ("uxa UXR1", "tu lam xong", "alone"),
    ("uxa UXR1", "con tôi làm giùm", "helped"),
)


def read(where: str, typed: str) -> object:
    form, name = where.split()
    question = FORMS[form].by_id[name]
    heard = QUESTION_TYPES[question.type].read(question, listen(typed))
    return heard.value if isinstance(heard, Reading) else None


@pytest.mark.parametrize(("where", "typed", "meant"), READ)
def test_what_is_told_plainly_is_read(where: str, typed: str, meant: str | None) -> None:
    assert read(where, typed) == meant
