package session

import "sockeye/feed/message"

// quoted is what the server says as a reason, without secrets.
func (s *Session) quoted(text []byte) string { return message.Quote(s.preset, text) }
