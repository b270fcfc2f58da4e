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

	"sockeye/feed/preset"
	"sockeye/feed/session/tape"
)

// Receive takes a frame in: none, one or several messages. frame is only read during the call.
func (s *Session) Receive(now time.Time, frame []byte) {
	s.status.LastFrame = now
	if s.preset.Frames.Decompress != "" {
		plain, err := s.inflate.bytes(frame)
		if err != nil {
			s.note(now, Trouble, NoRow, "a frame cannot be decompressed: "+err.Error())
		} else {
			frame = plain
		}
	}
	split := s.preset.Frames.Split
	for split != "" && len(frame) > 0 {
		piece, rest, _ := bytes.Cut(frame, []byte(split))
		if len(piece) > 0 { // an empty one only says that the server is alive
			s.message(now, piece)
		}
		frame = rest
	}
	if len(frame) > 0 {
		s.message(now, frame)
	}
}

// inflater decompresses frames. It looks at the bytes: what is not compressed passes as it is.
type inflater struct {
	method string
	max    int64
	out    bytes.Buffer
	source bytes.Reader
	gzip   gzip.Reader
	zlib   io.ReadCloser
	zstd   *zstd.Decoder
}

// bytes returns the plain bytes, which are valid until the next call.
func (f *inflater) bytes(frame []byte) ([]byte, error) {
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
		plain, err := f.zstd.DecodeAll(frame, f.out.AvailableBuffer())
		if errors.Is(err, zstd.ErrDecoderSizeExceeded) || errors.Is(err, zstd.ErrWindowSizeExceeded) {
			err = f.tooLarge()
		}
		return plain, err
	default:
		return frame, nil
	}
	f.out.Reset()
	n, err := f.out.ReadFrom(io.LimitReader(r, f.max+1))
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
	head := append(d.wrapped[:0], `{"$prefix":`...)
	head = preset.TextValue(string(raw[at[2]:at[3]])).AppendJSON(head)
	n := len(head)
	if len(body) > 0 {
		head = append(append(head, `,"$body":`...), body...)
	}
	d.wrapped = append(head, '}')
	if d.tape.Scan(d.wrapped) != nil {
		d.wrapped = append(d.wrapped[:n], `,"$body":`...)
		d.wrapped = append(preset.TextValue(string(body)).AppendJSON(d.wrapped), '}')
		_ = d.tape.Scan(d.wrapped)
	}
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
		if d.tape.Kind(at) != tape.String || len(inside) == 0 || inside[0] != '{' && inside[0] != '[' {
			continue
		}
		start, end := d.tape.Span(at)
		whole := d.tape.Raw(d.tape.Root())
		first, _ := d.tape.Span(d.tape.Root())
		text := make([]byte, 0, len(whole)+len(inside))
		text = append(append(append(text, whole[:start-first]...), inside...), whole[end-first:]...)
		if d.tape.Scan(text) != nil {
			_ = d.tape.Scan(whole) // it only looked like JSON
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
