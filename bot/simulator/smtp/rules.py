"""What the strict mail server looks for, each rule with the standard that it is taken from."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["RULES"]

RULES: Mapping[str, str] = {
    # -- the dialogue
    "command_line": "RFC 5321 §4.5.3.1.4: 512 bytes, CRLF at the end",
    "order": "RFC 5321 §4.1.4: EHLO, MAIL, RCPT, DATA, in this order",
    "ehlo_name": "RFC 5321 §4.1.1.1: a domain, or an address in brackets",
    "password_in_the_open": "RFC 4954 §4: no password before TLS where TLS is offered",
    "utf8_without_leave": "RFC 6531 §3.4: SMTPUTF8 where an address is not ASCII",
    "size": "RFC 1870 §6: no more than the server takes",
    # -- lines
    "line_end": "RFC 5321 §2.3.8: CR and LF only together",
    "line_length": "RFC 5322 §2.1.1: 998 characters",
    "head_length": "RFC 5322 §2.1.1: 78 characters, where a line can be folded",
    "head_ascii": "RFC 5322 §2.2: ASCII; anything else as RFC 2047 has it",
    "eight_bits": "RFC 6152: 8-bit content only where BODY=8BITMIME was said",
    # -- heads
    "head_twice": "RFC 5322 §3.6: once",
    "head_missing": "RFC 5322 §3.6, RFC 3834 §5: From, To, Subject, Date, Message-ID and so on",
    "date": "RFC 5322 §3.3, and the day on which it left",
    "message_id": "RFC 5322 §3.6.4: <left@right>, as it is",
    "message_id_twice": "I9: the same letter to the same person came twice",
    "from_aligned": "RFC 7489 §3.1: the domains of From and envelope are the same",
    "to_recipient": "To names whom the envelope names, and nobody else",
    "unsubscribe": "RFC 2369 §3.2, RFC 8058 §3.1: bulk letters can be ended by one click",
    # -- content
    "alternative": "RFC 2046 §5.1.4: plain text first, then HTML, with the same links",
    "html_foreign": "no scripts, styles, images or other hosts in a letter",
}
