package recording

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
	"time"

	"github.com/klauspost/compress/zstd"
)

// maxFrame bounds a frame that is read, decompressed, and a line of a file that is not compressed, in bytes.
const maxFrame = 512 << 20

// Damage is a part of a file that cannot be read. Next goes on behind it.
type Damage struct {
	File   string
	Offset int64 // in bytes, of the frame in a compressed file, else of the line
	Line   int   // of the frame or file, from 1 on; 0: the frame as a whole
	Reason string
}

func (d *Damage) Error() string {
	where := fmt.Sprintf("%s: at byte %d", d.File, d.Offset)
	if d.Line > 0 {
		where += fmt.Sprintf(", line %d", d.Line)
	}
	return where + ": " + d.Reason
}

// Reader reads one recording, compressed or not. It belongs to one goroutine.
type Reader struct {
	name   string
	file   *os.File
	parser Parser
	line   Line

	// of a compressed file
	decoder *zstd.Decoder
	frames  []extent
	next    int    // frame
	text    []byte // what is left of the current one
	number  int    // lines of it that were read
	buffer  []byte

	// of one that is not
	plain  *bufio.Reader
	offset int64 // behind the last line
	at     int64 // of the last line
}

// Open opens a recording. The error says what is wrong with the file as a whole.
func Open(name string) (*Reader, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	r := &Reader{name: name, file: f}
	if err := r.begin(); err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return r, nil
}

func (r *Reader) begin() error {
	info, err := r.file.Stat()
	if err != nil {
		return err
	}
	if info.IsDir() {
		return errors.New("this is a folder, and a recording is a file")
	}
	var head [4]byte
	n, err := io.ReadFull(r.file, head[:])
	if n == 0 && errors.Is(err, io.EOF) {
		return errors.New("the file is empty")
	}
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	if head[0] == '{' {
		r.plain = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(head[:n]), r.file), 1<<20)
		return nil
	}
	if r.decoder, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxFrame)); err != nil {
		return err
	}
	r.frames = findFrames(r.file, info.Size(), r.decoder)
	switch frames := r.frames; {
	case len(frames) > 1 || len(frames) == 1 && frames[0].damage == "":
		return nil
	case !isCompressed(head[:n]):
		return errors.New("this is neither lines of JSON nor zstd")
	case len(frames) == 0:
		return errors.New("there is nothing in it")
	default:
		return fmt.Errorf("at byte %d: %s", frames[0].offset, frames[0].damage)
	}
}

// Close closes the file.
func (r *Reader) Close() error {
	if r.decoder != nil {
		r.decoder.Close()
	}
	return r.file.Close()
}

// Next returns the next line, which is valid until the next call; io.EOF at the end. After an error that is a *Damage, it can
// be called again.
func (r *Reader) Next() (*Line, error) {
	if r.plain != nil {
		return r.nextPlain()
	}
	for {
		text, rest, _ := bytes.Cut(r.text, []byte("\n"))
		if len(r.text) > 0 {
			r.text = rest
			r.number++
			if len(bytes.TrimSpace(text)) == 0 {
				continue
			}
			return r.parse(text, r.frames[r.next-1].offset, r.number)
		}
		if r.next == len(r.frames) {
			return nil, io.EOF
		}
		if err := r.load(); err != nil {
			return nil, err
		}
	}
}

// load decompresses the next frame.
func (r *Reader) load() error {
	e := r.frames[r.next]
	r.next++
	r.text, r.number = nil, 0
	if e.damage != "" {
		return &Damage{File: r.name, Offset: e.offset, Reason: e.damage}
	}
	compressed := make([]byte, e.size)
	if _, err := r.file.ReadAt(compressed, e.offset); err != nil {
		return &Damage{File: r.name, Offset: e.offset, Reason: err.Error()}
	}
	text, err := r.decoder.DecodeAll(compressed, r.buffer[:0])
	if err != nil {
		return &Damage{File: r.name, Offset: e.offset, Reason: "a frame cannot be decompressed: " + err.Error()}
	}
	r.text, r.buffer = text, text
	return nil
}

func (r *Reader) nextPlain() (*Line, error) {
	for {
		text, err := r.readLine()
		if errors.Is(err, errLongLine) {
			return nil, &Damage{File: r.name, Offset: r.offset, Line: r.number + 1, Reason: err.Error()}
		}
		at := r.offset
		r.at = at
		r.offset += int64(len(text))
		r.number++
		if len(bytes.TrimSpace(text)) > 0 {
			if errors.Is(err, io.EOF) && text[len(text)-1] != '}' {
				return nil, &Damage{File: r.name, Offset: at, Line: r.number, Reason: "the last line is cut off, as after a crash"}
			}
			return r.parse(text, at, r.number)
		}
		if err != nil {
			return nil, err
		}
	}
}

var errLongLine = fmt.Errorf("a line of more than %d MiB", maxFrame>>20)

// readLine returns the next line with its line feed, which the last one may lack. After errLongLine, the end of the file follows.
func (r *Reader) readLine() ([]byte, error) {
	r.buffer = r.buffer[:0]
	for {
		part, err := r.plain.ReadSlice('\n')
		r.buffer = append(r.buffer, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return r.buffer, err
		}
		if len(r.buffer) > maxFrame {
			r.plain.Reset(bytes.NewReader(nil))
			return nil, errLongLine
		}
	}
}

func (r *Reader) parse(text []byte, offset int64, number int) (*Line, error) {
	if err := r.parser.Parse(text, &r.line); err != nil {
		return nil, &Damage{File: r.name, Offset: offset, Line: number, Reason: err.Error()}
	}
	return &r.line, nil
}

// Position returns where the line stands that Next returned last: as in Damage.
func (r *Reader) Position() (offset int64, line int) {
	if r.plain != nil {
		return r.at, r.number
	}
	if r.next == 0 {
		return 0, 0
	}
	return r.frames[r.next-1].offset, r.number
}

// tailBytes is how much of the end of a file that is not compressed is searched for the last line.
const tailBytes = 1 << 20

// End returns the time of the last line that can be read, or zero if that is not found near the end. Next goes on with the first
// line afterwards.
func (r *Reader) End() (at time.Time, err error) {
	defer func() { err = errors.Join(err, r.rewind()) }()
	if r.plain != nil {
		info, err := r.file.Stat()
		if err != nil {
			return at, err
		}
		text := make([]byte, min(info.Size(), tailBytes))
		if _, err := r.file.ReadAt(text, info.Size()-int64(len(text))); err != nil {
			return at, err
		}
		return r.lastOf(text), nil
	}
	for n := len(r.frames) - 1; n >= 0 && at.IsZero(); n-- {
		if r.next = n; r.load() == nil {
			at = r.lastOf(r.text)
		}
	}
	return at, nil
}

// lastOf returns the time of the last line of a text that can be read; zero if there is none.
func (r *Reader) lastOf(text []byte) time.Time {
	for len(text) > 0 {
		text = bytes.TrimRight(text, "\r\n\t ")
		begin := bytes.LastIndexByte(text, '\n') + 1
		var line Line
		if r.parser.Parse(text[begin:], &line) == nil {
			return time.Unix(0, line.At)
		}
		text = text[:begin]
	}
	return time.Time{}
}

// rewind has Next go on with the first line.
func (r *Reader) rewind() error {
	r.next, r.text, r.number = 0, nil, 0
	if r.plain == nil {
		return nil
	}
	if _, err := r.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	r.plain.Reset(r.file)
	r.offset, r.at = 0, 0
	return nil
}

// Seek has Next go on with the frame in which the lines of a moment are: the last one that begins before it. In a file that is
// not compressed, it begins anew.
func (r *Reader) Seek(at time.Time) error {
	if r.plain != nil {
		return r.rewind()
	}
	ns := at.UnixNano()
	// A frame that cannot be read counts as one after the moment: what is before it is read at the worst.
	after := sort.Search(len(r.frames), func(i int) bool {
		first, ok := r.first(i)
		return !ok || first.At > ns
	})
	r.next, r.text, r.number = max(after-1, 0), nil, 0
	return nil
}

// SeekCheckpoint has Next go on with the last frame before a moment that begins with a checkpoint, and reports whether there is one;
// else with the first line. A file that is not compressed has none.
func (r *Reader) SeekCheckpoint(at time.Time) (found bool, err error) {
	if err := r.Seek(at); err != nil || r.plain != nil {
		return false, err
	}
	for i := r.next; i > 0; i-- {
		if first, ok := r.first(i); ok && first.Checkpoint != nil && first.At <= at.UnixNano() {
			r.next, r.text, r.number = i, nil, 0
			return true, nil
		}
	}
	return false, r.rewind()
}

// first returns the first line of a frame; false if that cannot be read.
func (r *Reader) first(frame int) (line Line, ok bool) {
	if r.next = frame; r.load() != nil {
		return line, false
	}
	text, _, _ := bytes.Cut(r.text, []byte("\n"))
	return line, r.parser.Parse(text, &line) == nil
}
