package headless

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"time"

	"sockeye/feed/har"
	"sockeye/feed/recording"
)

// IsRecording reports whether a path is that of recordings, by its name or because it is a folder.
func IsRecording(path string) bool {
	for _, ext := range []string{recording.Ext, ".ndjson", ".zst", har.Ext} {
		if strings.HasSuffix(path, ext) {
			return true
		}
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// Exchanges calls each, for each connection of recordings, with when it began and with what went over the wire, as `check --frames`
// reads it. Of recordings of several feeds, those of the first one count. damaged is called with what cannot be read.
func Exchanges(files []string, names har.Names, each func(began time.Time, exchange io.Reader) error, damaged func(error)) error {
	e := exchanges{each: each}
	for _, file := range files {
		if err := e.file(file, names, damaged); err != nil {
			return errors.Join(e.end(), err)
		}
	}
	return e.end()
}

// exchanges has one goroutine, which reads the connection that was begun last.
type exchanges struct {
	each func(began time.Time, exchange io.Reader) error
	feed string
	out  *io.PipeWriter // nil: no connection has begun
	done chan error     // what each has returned
}

func (e *exchanges) file(name string, names har.Names, damaged func(error)) error {
	r, err := har.OpenLines(name, names)
	if err != nil {
		return err
	}
	defer r.Close()
	for {
		line, err := r.Next()
		var damage *recording.Damage
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &damage):
			damaged(damage)
			continue
		case err != nil:
			return err
		}
		if e.feed == "" {
			e.feed = line.Feed
		}
		if line.Feed != e.feed {
			continue
		}
		switch {
		case line.Frame != nil:
			err = e.frame(line)
		case line.State != nil && line.State.Address == "": // one without a connection
			err = e.end()
		}
		if err != nil {
			return err
		}
	}
}

// frame writes a frame.
func (e *exchanges) frame(line *recording.Line) error {
	if e.out == nil {
		r, w := io.Pipe()
		e.out, e.done = w, make(chan error, 1)
		began, done := time.Unix(0, line.At), e.done
		go func() {
			err := e.each(began, r)
			r.CloseWithError(err)
			done <- err
		}()
	}
	mark := "<"
	if line.Frame.Sent {
		mark = ">"
	}
	text := string(line.Frame.Payload)
	if strings.ContainsAny(text, "\x1e\x00\n\r") || !json.Valid(line.Frame.Payload) {
		mark += "~"
		text = strings.NewReplacer("\x1e", `\x1e`, "\x00", `\0`, "\n", `\n`, "\r", `\r`).Replace(text)
	}
	if _, err := io.WriteString(e.out, mark+" "+text+"\n"); err != nil {
		return e.end()
	}
	return nil
}

// end ends the connection, and returns what each has returned.
func (e *exchanges) end() error {
	if e.out == nil {
		return nil
	}
	_ = e.out.Close()
	e.out = nil
	return <-e.done
}
