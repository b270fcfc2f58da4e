package message

import (
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"

	"sockeye/feed/format"
	"sockeye/feed/shrink"
)

// inflater decompresses frames. What is not compressed, by its first bytes, passes as it is.
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
	return errors.New("it is larger than " + format.Bytes(uint64(f.max)) + " when decompressed (max_frame)")
}
