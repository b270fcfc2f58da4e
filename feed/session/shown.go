package session

import "sockeye/feed/preset"

// shown renders a message as the log shows it: with secrets as •••, in symbols and in what the server has given us too.
func (s *Session) shown(t preset.Template, c *scope) []byte {
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
