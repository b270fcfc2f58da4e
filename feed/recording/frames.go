package recording

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	seekable "github.com/SaveTheRbtz/zstd-seekable-format-go/pkg"
	"github.com/klauspost/compress/zstd"
)

// extent is where a compressed frame stands in its file, in bytes; or bytes that are none.
type extent struct {
	offset, size int64
	damage       string // why it is no frame; "": it may be one
}

// findFrames returns the frames of a compressed file: those that are found by walking over it, which costs a few reads a frame,
// or where something is damaged those of its table. Without one, the walk goes on where another frame seems to begin.
func findFrames(f *os.File, size int64, decoder *zstd.Decoder) (frames []extent) {
	damaged := false
	for offset := int64(0); offset < size; {
		n, skip, err := frameSize(f, offset, size)
		if err != nil {
			if !damaged {
				if listed := framesOfTable(f, size, decoder); listed != nil {
					return listed
				}
			}
			damaged = true
			n, skip = nextFrame(f, offset+1, size)-offset, false
		}
		if !skip {
			e := extent{offset: offset, size: n}
			if err != nil {
				e.damage = err.Error()
			}
			frames = append(frames, e)
		}
		offset += n
	}
	return frames
}

// nextFrame returns where the next whole frame begins, from an offset on; the size of the file if there is none.
func nextFrame(f io.ReaderAt, offset, size int64) int64 {
	const step = 64 << 10
	text := make([]byte, step+len(frameMagic)-1)
	for ; offset < size; offset += step {
		n, err := f.ReadAt(text, offset)
		if err != nil && !errors.Is(err, io.EOF) {
			return size
		}
		for from := 0; from < n; {
			i := bytes.Index(text[from:n], frameMagic)
			if i < 0 {
				break
			}
			if _, skip, err := frameSize(f, offset+int64(from+i), size); err == nil && !skip {
				return offset + int64(from+i)
			}
			from += i + 1
		}
	}
	return size
}

// framesOfTable returns what the table at the end says; nil without one.
func framesOfTable(f *os.File, size int64, decoder *zstd.Decoder) (frames []extent) {
	r, err := seekable.NewReader(f, decoder)
	if err != nil {
		return nil
	}
	defer r.Close()
	table, err := r.SeekTable()
	if err != nil {
		return nil
	}
	end := int64(0)
	for n := range table.NumFrames() {
		e, ok := table.EntryByID(n)
		if !ok || int64(e.CompressedOffset) != end {
			return nil
		}
		frames = append(frames, extent{offset: int64(e.CompressedOffset), size: int64(e.CompressedSize)})
		end += int64(e.CompressedSize)
	}
	if end >= size || !fits(f, frames) {
		return nil
	}
	return frames
}

// fits reports whether most frames begin where the table says: one may be damaged, but if many are, it is the table.
func fits(f io.ReaderAt, frames []extent) bool {
	found := 0
	for _, e := range frames {
		var begin [4]byte
		if _, err := f.ReadAt(begin[:], e.offset); err == nil && isCompressed(begin[:]) {
			found++
		}
	}
	return 2*found > len(frames)
}

var errCutOff = errors.New("the file ends within a frame, as after a crash")

// frameSize returns the size in bytes of the frame at an offset, without decompressing it (RFC 8878, section 3.1), and whether
// it is one to be skipped.
func frameSize(f io.ReaderAt, offset, size int64) (n int64, skip bool, err error) {
	var head [zstd.HeaderMaxSize]byte
	read, err := f.ReadAt(head[:min(int64(len(head)), size-offset)], offset)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, false, err
	}
	var h zstd.Header
	if err := h.Decode(head[:read]); errors.Is(err, io.ErrUnexpectedEOF) {
		return 0, false, errCutOff
	} else if err != nil {
		return 0, false, fmt.Errorf("no zstd frame: %w", err)
	}
	if h.Skippable {
		n = int64(h.HeaderSize) + int64(h.SkippableSize)
		if offset+n > size {
			return 0, true, errCutOff
		}
		return n, true, nil
	}
	n = int64(h.HeaderSize)
	for {
		var block [3]byte
		if offset+n+3 > size {
			return 0, false, errCutOff
		}
		if _, err := f.ReadAt(block[:], offset+n); err != nil {
			return 0, false, err
		}
		about := uint32(block[0]) | uint32(block[1])<<8 | uint32(block[2])<<16
		length := int64(about >> 3)
		switch about >> 1 & 3 {
		case 1: // one byte, repeated
			length = 1
		case 3:
			return 0, false, errors.New("a block of no known kind")
		}
		n += 3 + length
		if offset+n > size {
			return 0, false, errCutOff
		}
		if about&1 != 0 { // the last one
			break
		}
	}
	if h.HasCheckSum {
		n += 4
	}
	if offset+n > size {
		return 0, false, errCutOff
	}
	return n, false, nil
}

// frameMagic is how a frame of zstd begins.
var frameMagic = []byte{0x28, 0xB5, 0x2F, 0xFD}

// isCompressed reports whether a file begins as zstd does.
func isCompressed(begin []byte) bool {
	return bytes.HasPrefix(begin, frameMagic) || len(begin) >= 4 && binary.LittleEndian.Uint32(begin)&0xFFFFFFF0 == 0x184D2A50
}
