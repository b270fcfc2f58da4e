package message

import (
	"bytes"

	"sockeye/feed/preset"
)

// MaxMessages bounds the messages of one frame: each of them costs more than its bytes.
const MaxMessages = 1 << 16

// Splitter makes messages out of frames: Begin takes a frame, and each Next gives one of its messages.
type Splitter struct {
	separator  []byte
	compressed bool
	inflate    inflater
	rest       []byte // nil: the frame is done
	messages   int    // of the frame so far
}

// NewSplitter returns a splitter for frames that are, decompressed, not larger than maxFrame bytes.
func NewSplitter(frames *preset.Frames, maxFrame int64) *Splitter {
	return &Splitter{separator: []byte(frames.Split), compressed: frames.Decompress != "", inflate: inflater{method: frames.Decompress, max: maxFrame}}
}

// Begin begins with a frame, which must not change until More says no, and returns it decompressed, valid as long. One that
// cannot be decompressed is cut as it is, and the error says why.
func (s *Splitter) Begin(frame []byte) (plain []byte, err error) {
	if s.compressed {
		if plain, err = s.inflate.bytes(frame); err == nil {
			frame = plain
		}
	}
	s.rest, s.messages = frame, 0
	return frame, err
}

// Next returns the next message of the frame, which may be empty: that only says that the server is alive. leftOut is how many
// bytes of the frame are left out because it holds too many messages; there is no message then.
func (s *Splitter) Next() (message []byte, leftOut int) {
	message = s.rest
	if len(s.separator) == 0 || len(message) == 0 {
		s.rest = nil
		return message, 0
	}
	if s.messages == MaxMessages {
		s.rest = nil
		return nil, len(message)
	}
	s.messages++
	message, s.rest, _ = bytes.Cut(message, s.separator)
	if len(s.rest) == 0 {
		s.rest = nil // it is the caller's again
	}
	return message, 0
}

// More reports whether the frame has more messages.
func (s *Splitter) More() bool { return s.rest != nil }
