"""What people build guessable passwords of: words, and rows of the keyboard."""

from __future__ import annotations

from typing import Final

from flows.lexicon import listed

__all__ = ["ROWS", "WORDS"]

WORDS: Final = frozenset(
    listed("""
        password, passwort, pass, admin, administrator, root, user, login, welcome, letmein
        changeme, default, test, guest, manager, office, server, system, secret, hello, google
        facebook, zalo, computer, internet, samsung, iphone, android, windows, microsoft, trustno
        starwars, pokemon, whatever, freedom, summer, winter, spring, autumn, monday, friday
        january, december, love, forever, lovely, baby, angel, happy, money, monkey, dragon
        sunshine, princess, football, baseball, basketball, master, superman, batman, shadow
        michael, jordan, jennifer, charlie, daniel, flower, cookie, chocolate, orange, purple
        silver, golden, diamond, soccer, hunter, killer, ninja, gamer, player, babygirl, iloveyou
        loveyou, youlove, please, thankyou, passcode, keyboard, matkhau, matma, dangnhap, taikhoan
        nguoidung, quantri, quantrivien, anhyeuem, emyeuanh, yeuem, yeuanh, yeumai, yeunhau
        toiyeu, tinhyeu, cuocsong, giadinh, hanhphuc, mayman, thanhcong, phatloc, phattai
        thienthan, congchua, hoangtu, banbe, conyeu, boyeu, meyeu, bome, chongyeu, voyeu, ngaymai
        tuonglai, mailamotnguoi, xinchao, chaoban, khongbiet, khongnho, khongco, vuive, muaxuan
        muathu, muadong, mualanh, chucmung, nammoi, hoahong, trasua, caphe, bongda, codon, maimai
        mottinhyeu, vietnam, vietname, tocquoc, toquoc, docolap, doclap, tudo, hanoi, saigon
        hochiminh, tphcm, danang, haiphong, cantho, dalat, nhatrang, vungtau, binhduong, dongnai
        daklak, daknong, tiengiang, dongthap, lamdong, phutho, vinhphuc, thainguyen, quangninh
        thanhhoa, nghean, quangnam, khanhhoa, longan, tayninh, baohiem, baohiemxahoi, baohiemyte
        xahoi, bhxh, bhyt, bhtn, vssid, dichvu, dichvucong, khaosat, langnghe, phananh, kiennghi
        gopy, congdan, canbo, vienchuc, nhanvien, giamdoc, phong, coquan, ketoan, trungtam
        nhanuoc, chinhphu, hopdong, luonghuu, nguyen, tran, pham, hoang, huynh, phan, dang, duong
        minh, tuan, hung, dung, linh, huong, thao, trang, long, khanh, quang, thanh, anh, hoa, mai
        lan, van, thi, nam, tam, duc, hai, son, thang, phuong, ngoc, quynh, nhung
    """)
)
"""In small letters without marks. The commonest of the world's published lists, their Vietnamese
like, and what belongs to the place: the office, its service, provinces, family names (ASVS 5.0,
6.2.4 and 6.2.11).
"""

ROWS: Final = (
    "1234567890",
    "qwertyuiop",
    "azertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
)
"""Neighbours on the keyboard and in the alphabet, read both ways."""
