package session

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"

	"sockeye/feed/event"
	"sockeye/feed/message/json"
	"sockeye/feed/preset/lang"
	"sockeye/feed/shrink"
)

// Receive takes a frame in: none, one or several messages. frame is only read during the call.
func (s *Session) Receive(now time.Time, frame []byte) {
	s.Begin(now, frame)
	for s.Next() {
	}
}

// arrived is the frame that is being taken in.
type arrived struct {
	at     time.Time
	rest   []byte // what has not been taken in yet
	pieces int    // taken in
}

// Begin is the first half of Receive, for an owner who does not want to hold the session for as long as a frame of many
// messages takes. Next takes in one message after the other and reports whether more follow; until it says no, frame must
// not change. Between two calls the session is as it is between two frames: all its methods but Begin and Receive may be
// called.
func (s *Session) Begin(now time.Time, frame []byte) {
	s.status.LastFrame = now
	if s.preset.Frames.Decompress != "" {
		plain, err := s.inflate.bytes(frame)
		if err != nil {
			s.note(now, event.Trouble, event.NoLabel, "a frame cannot be decompressed: "+err.Error())
		} else {
			frame = plain
		}
	}
	s.frame = arrived{at: now, rest: frame}
}

// Next is the second half of Receive; see Begin.
func (s *Session) Next() (more bool) {
	f := &s.frame
	piece := f.rest
	if split := s.preset.Frames.Split; split == "" {
		f.rest = nil
	} else if len(piece) > 0 {
		if f.pieces == maxPieces {
			s.note(f.at, event.Trouble, event.NoLabel, fmt.Sprintf("a frame holds more than %d messages: the last %d bytes of it are left out", maxPieces, len(piece)))
			f.rest = nil
			return false
		}
		f.pieces++
		piece, f.rest, _ = bytes.Cut(piece, []byte(split))
	}
	if len(piece) > 0 { // an empty one only says that the server is alive
		s.message(f.at, piece)
	}
	if len(f.rest) == 0 {
		f.rest = nil // it is the caller's again
	}
	return f.rest != nil
}

// What a frame and a message can become is bounded: each message costs more than its bytes.
const (
	maxPieces  = 1 << 16 // messages of one frame
	maxRecords = 1 << 16 // records of one message
)

// inflater decompresses frames. It looks at the bytes: what is not compressed passes as it is.
type inflater struct {
	method string
	max    int64
	out    bytes.Buffer
	source bytes.Reader
	gzip   gzip.Reader
	zlib   io.ReadCloser
	zstd   *zstd.Decoder
	plain  []byte // of zstd, which writes to no bytes.Buffer
	last   int    // bytes of the last plain frame
	size   shrink.Size
}

// bytes returns the plain bytes, which are valid until the next call.
func (f *inflater) bytes(frame []byte) ([]byte, error) {
	if f.size.Shrinks(f.last) {
		f.out, f.plain = bytes.Buffer{}, nil
		if f.zstd != nil {
			f.zstd.Close()
			f.zstd = nil
		}
	}
	f.last = 0
	var r io.Reader
	f.source.Reset(frame)
	switch {
	case f.method == "gzip" && bytes.HasPrefix(frame, []byte{0x1f, 0x8b}):
		if err := f.gzip.Reset(&f.source); err != nil {
			return nil, err
		}
		r = &f.gzip
	case f.method == "zlib" && len(frame) > 1 && frame[0]&0x0f == 8 && (int(frame[0])<<8+int(frame[1]))%31 == 0: // RFC 1950
		if f.zlib == nil {
			zr, err := zlib.NewReader(&f.source)
			if err != nil {
				return nil, err
			}
			f.zlib = zr
		} else if err := f.zlib.(zlib.Resetter).Reset(&f.source, nil); err != nil {
			return nil, err
		}
		r = f.zlib
	case f.method == "zstd" && bytes.HasPrefix(frame, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		if f.zstd == nil {
			zr, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(uint64(f.max)))
			if err != nil {
				return nil, err
			}
			f.zstd = zr
		}
		plain, err := f.zstd.DecodeAll(frame, f.plain[:0])
		f.plain, f.last = plain, len(plain)
		if errors.Is(err, zstd.ErrDecoderSizeExceeded) || errors.Is(err, zstd.ErrWindowSizeExceeded) {
			err = f.tooLarge()
		}
		return plain, err
	default:
		return frame, nil
	}
	f.out.Reset()
	n, err := f.out.ReadFrom(io.LimitReader(r, f.max+1))
	f.last = int(n)
	if n > f.max {
		return nil, f.tooLarge()
	}
	return f.out.Bytes(), err
}

func (f *inflater) tooLarge() error {
	return fmt.Errorf("it is larger than %d bytes when decompressed (max_frame)", f.max)
}

// unprefix scans a message that has something before its JSON: 42["a"] becomes {"$prefix":"42","$body":["a"]}. What
// follows and is no JSON is a text. It reports whether there was a prefix.
func (d *document) unprefix(raw []byte) bool {
	at := d.frames.Prefix.FindSubmatchIndex(raw)
	if at == nil || at[2] < 0 {
		return false
	}
	body := raw[at[1]:]
	d.wrapped = lang.TextValue(string(raw[at[2]:at[3]])).AppendJSON(append(d.wrapped[:0], `{"$prefix":`...))
	switch {
	case len(body) == 0:
	case d.tape.Scan(body) == nil: // by itself: what only completes our own text is no body
		d.wrapped = append(append(d.wrapped, `,"$body":`...), body...)
	default:
		d.wrapped = lang.TextValue(string(body)).AppendJSON(append(d.wrapped, `,"$body":`...))
	}
	d.wrapped = append(d.wrapped, '}')
	_ = d.tape.Scan(d.wrapped)
	if len(d.frames.JSONIn) > 0 {
		d.decodeInside()
	}
	return true
}

// decodeInside replaces the texts that are JSON themselves by what they say, if that is an object or a list.
func (d *document) decodeInside() {
	for i := range d.frames.JSONIn {
		at := d.find(&d.frames.JSONIn[i], d.tape.Root())
		inside := bytes.TrimSpace(d.tape.Text(at))
		if d.tape.Kind(at) != json.String || len(inside) == 0 || inside[0] != '{' && inside[0] != '[' {
			continue
		}
		inside = bytes.Clone(inside)
		start, end := d.tape.Span(at)
		whole := d.tape.Raw(d.tape.Root())
		first, _ := d.tape.Span(d.tape.Root())
		if d.tape.Scan(inside) != nil { // by itself: it must not end the text around it
			_ = d.tape.Scan(whole)
			continue
		}
		text := make([]byte, 0, len(whole)+len(inside))
		text = append(append(append(text, whole[:start-first]...), inside...), whole[end-first:]...)
		if d.tape.Scan(text) != nil { // deeper, or more values, than the two have by themselves
			_ = d.tape.Scan(whole)
		}
	}
}

// undecodable is what the log shows of a message that is neither JSON nor text: its size, and its first bytes in
// hexadecimal.
func undecodable(message []byte) []byte {
	const shown = 64
	return fmt.Appendf(nil, "%d bytes, not text: % x", len(message), message[:min(len(message), shown)])
}

// isText reports whether a message can be shown as it is.
func isText(message []byte) bool { return utf8.Valid(message) && bytes.IndexByte(message, 0) < 0 }
