package session

import (
	"net/url"
	"strings"
)

// asksToReconnect reports whether the message at hand asks for a new connection, and arranges for it.
func (s *Session) asksToReconnect() bool {
	rule := &s.preset.Reconnect
	if len(rule.Match) == 0 || !s.doc.matches(rule.Match, s.base) {
		return false
	}
	to := string(s.doc.text(rule.URL, s.doc.tape.Root()))
	if strings.HasPrefix(to, "wss://") || strings.HasPrefix(to, "ws://") && strings.HasPrefix(s.preset.URL, "ws://") { // never to a weaker one
		s.moved = to
	}
	s.hangUp("the server asks for a new connection")
	return true
}

// remember keeps the value that the next connection resumes from.
func (s *Session) remember() {
	if v := s.doc.text(&s.preset.Reconnect.Resume.From, s.doc.tape.Root()); len(v) > 0 {
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
	if resume := s.preset.Reconnect.Resume; resume != nil && len(s.resume) > 0 {
		if u, err := url.Parse(full); err == nil {
			query := u.Query()
			query.Set(resume.Query, string(s.resume))
			u.RawQuery = query.Encode()
			full = u.String()
		}
	}
	return full, shown
}
