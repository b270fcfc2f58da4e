package session

import (
	"time"

	"sockeye/feed/event"
	"sockeye/feed/preset/lang"
)

// Named returns symbols as the preset has them that are given as they are shown: without their secrets.
func (s *Session) Named(symbols []string) []string {
	named := make([]string, len(symbols))
	for i, symbol := range symbols {
		named[i] = symbol
		if _, known := s.byLabel[symbol]; known {
			continue
		}
		for n := range s.rows {
			if raw := s.rows[n].Symbol; raw != "" && s.preset.ShownSymbol(raw) == symbol {
				named[i] = raw
				break
			}
		}
	}
	return named
}

// shown renders a message as the log shows it: with secrets as •••, in symbols and in what the server has given us too.
func (s *Session) shown(t lang.Template, c *scope) []byte {
	without := *c
	without.bound = s.preset.Redacted()
	without.symbols = make([]string, len(c.symbols))
	for i, symbol := range c.symbols {
		without.symbols[i] = s.preset.ShownSymbol(symbol)
	}
	frame, err := t.AppendFrame(nil, &without)
	if err != nil {
		return []byte("•••")
	}
	return []byte(s.preset.Redact(string(frame)))
}

// Notice writes something to the log that the owner of the socket has found.
func (s *Session) Notice(now time.Time, text string) {
	s.note(now, event.Notice, event.NoLabel, s.preset.Redact(text))
}
