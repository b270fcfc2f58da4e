package har

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"sockeye/feed/recording"
)

// message is one of `_webSocketMessages`, as browsers and proxies write it.
type message struct {
	Type     string      `json:"type"`                // send, receive; error of a connection that has failed
	Time     json.Number `json:"time"`                // Unix time: in seconds of Chrome and mitmproxy, in milliseconds of Playwright
	Opcode   int         `json:"opcode"`              // RFC 6455, section 5.2
	Data     string      `json:"data"`                // base64 unless the opcode is 1
	Encoding string      `json:"_encoding,omitempty"` // base64 of a text that is no UTF-8, which only Sockeye writes
}

// The types of messages, and the opcodes that count.
const (
	sent     = "send"
	received = "receive"
	failed   = "error"

	opText   = 1
	opBinary = 2
	opClose  = 8
	opPing   = 9
	opPong   = 10
)

// line returns what a message is in a recording; nil for what has no place there.
func (m *message) line() (*recording.Line, error) {
	switch {
	case m.Type == failed:
		return &recording.Line{State: &recording.State{State: "RETRY", Reason: m.Data}}, nil
	case m.Type != sent && m.Type != received:
		return nil, fmt.Errorf("its type is %.20q, and not %s or %s", m.Type, sent, received)
	}
	payload := []byte(m.Data)
	if m.Opcode != opText || m.Encoding == "base64" {
		decoded, err := base64.StdEncoding.DecodeString(m.Data)
		if err != nil {
			return nil, fmt.Errorf("its data is no base64, which it has to be with the opcode %d: %w", m.Opcode, err)
		}
		payload = decoded
	}
	incoming := m.Type == received
	switch m.Opcode {
	case opText, opBinary:
		return &recording.Line{Frame: &recording.Frame{Sent: !incoming, Binary: m.Opcode == opBinary, Payload: payload}}, nil
	case opPing, opPong:
		if !incoming {
			return nil, nil
		}
		return &recording.Line{Control: map[int]string{opPing: "ping", opPong: "pong"}[m.Opcode]}, nil
	case opClose:
		state := recording.State{State: "RETRY"}
		if len(payload) >= 2 {
			state.Code, state.Reason = int(payload[0])<<8|int(payload[1]), string(payload[2:])
		}
		return &recording.Line{State: &state}, nil
	}
	return nil, fmt.Errorf("its opcode is %d, and that of a text is %d and of binary data %d", m.Opcode, opText, opBinary)
}

// parseTime returns a time of a message as Unix nanoseconds; 0 is none. A number of seconds has ten digits until the year 2286,
// one of milliseconds has thirteen.
func parseTime(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil, math.IsNaN(n), n > 1e14:
		return 0, fmt.Errorf("its time is %.40q, which is none", text)
	case n <= 0: // left out
		return 0, nil
	}
	unit := int64(time.Second)
	if n >= 1e11 {
		unit = int64(time.Millisecond)
	}
	// Digit by digit: a float has too few digits for nanoseconds.
	whole, fraction, _ := strings.Cut(text, ".")
	units, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || strings.Trim(fraction, "0123456789") != "" {
		return int64(n * float64(unit)), nil
	}
	at := units * unit
	for _, digit := range fraction {
		unit /= 10
		at += int64(digit-'0') * unit
	}
	return at, nil
}

// formatTime returns Unix nanoseconds as seconds, as Chrome writes them.
func formatTime(at int64) json.Number {
	return json.Number(strings.TrimRight(fmt.Sprintf("%d.%09d", at/1e9, at%1e9), "0") + "0")
}

// unquote returns the text of a JSON string.
func unquote(raw []byte) (text string, err error) {
	if err := json.Unmarshal(raw, &text); err != nil {
		return "", errors.New("this text is no JSON")
	}
	return text, nil
}
