package yamldoc

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// written finds a password that is written out in an address, in any text: a placeholder hides it already.
var written = regexp.MustCompile(`(?i)((?:wss?|https?|socks5)://)([^/?#\s"'$@]*:[^/?#\s"'$@]+)@`)

// HidePasswords returns a text without the users and passwords that addresses in it have written out.
func HidePasswords(text string) string { return withoutPasswords(text, "${1}•••@") }

// DropPasswords returns a text in which addresses have no users and passwords written out, and are addresses all the same.
func DropPasswords(text string) string { return withoutPasswords(text, "${1}") }

func withoutPasswords(text, scheme string) string {
	if !strings.Contains(text, "@") { // most have none, and the search takes long
		return text
	}
	return written.ReplaceAllString(text, scheme)
}

// shownLine is a line of the file without passwords that it has written out, and as long as before: a caret points into it.
func (s *Source) shownLine(number int) string {
	return written.ReplaceAllStringFunc(s.Line(number), func(address string) string {
		scheme, user, _ := strings.Cut(address, "://")
		return scheme + "://" + strings.Repeat("•", utf8.RuneCountInString(user)-1) + "@"
	})
}
