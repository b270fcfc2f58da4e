package session

import (
	"fmt"
	"net/url"
	"sockeye/feed/event"
	"strings"
	"time"
)

// asksToReconnect reports whether the current message asks for a new connection, and arranges for it.
func (s *Session) asksToReconnect(now time.Time) bool {
	rule := &s.preset.Reconnect
	if len(rule.Match) == 0 || !s.doc.matches(rule.Match, s.base) {
		return false
	}
	s.moveTo(now, string(s.doc.text(rule.URL, s.doc.tape.Root())))
	s.hangUp("the server asks for a new connection")
	return true
}

// maxAddress bounds an address that a server sends us to, in bytes: it is kept as long as the feed.
const maxAddress = 4 << 10

// moveTo has the next connection go where the server says, if that can be.
func (s *Session) moveTo(now time.Time, to string) {
	if to == "" {
		return
	}
	refused := ""
	var u *url.URL
	err := error(nil)
	if len(to) <= maxAddress {
		u, err = url.Parse(to)
	}
	switch {
	case len(to) > maxAddress:
		refused = fmt.Sprintf("it has %d bytes, %d at most", len(to), maxAddress)
	case err != nil || u.Hostname() == "" || u.User != nil || strings.Contains(to, "#"):
		refused = "it is no address of a feed"
	case u.Scheme != "wss" && (u.Scheme != "ws" || strings.HasPrefix(s.preset.URL, "wss://")):
		refused = "that is not encrypted, as the preset's own is"
	case !s.preset.Own(to) && s.preset.Redact(to) != to:
		refused = "it holds a secret, which goes to no other host; add " + u.Hostname() + " to reconnect.hosts if it may have it"
	}
	if refused != "" {
		s.note(now, event.Trouble, event.NoLabel, "not going to "+s.quoted([]byte(to))+", where the server sends us: "+refused)
		return
	}
	s.moved = u.String() // with the scheme in lower case
}

// keptSecret begins an entry about what was not sent to another host, with what can be done.
func (s *Session) keptSecret() string {
	name := s.other[:strings.LastIndexByte(s.other, ':')]
	return "not sent, as " + s.other + " may have no secrets; to allow it, add " + name + " to reconnect.hosts: "
}

// plural is a noun for so many names.
func plural(noun string, names []string) string {
	if len(names) == 1 {
		return noun
	}
	return noun + "s"
}

// saveResume keeps the value that the next connection resumes from.
func (s *Session) saveResume(now time.Time) {
	from := &s.preset.Reconnect.Resume.From
	if v := s.doc.text(from, s.doc.tape.Root()); len(v) > 0 && !s.tooLong(now, "resume", from, len(v), maxResume) {
		s.resume = append(s.resume[:0], v...)
	}
}

// address returns where to dial, and the same without secrets: the preset's address, or where the server has sent
// us, with what to resume from.
func (s *Session) address() (full, shown string) {
	full, shown = s.preset.URL, s.preset.ShownURL
	if s.moved != "" {
		full, shown = s.moved, s.moved
		if u, err := url.Parse(s.moved); err == nil {
			shown = u.Scheme + "://" + u.Host + " (where the server has sent us)"
		}
	}
	if resume := s.preset.Reconnect.Resume; resume != nil && len(s.resume) > 0 && (s.preset.Own(full) || s.preset.Redact(string(s.resume)) == string(s.resume)) {
		if u, err := url.Parse(full); err == nil {
			query := u.Query()
			query.Set(resume.Query, string(s.resume))
			u.RawQuery = query.Encode()
			full = u.String()
		}
	}
	return full, shown
}
