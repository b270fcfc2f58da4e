package headless

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sockeye/feed/alert"
	"sockeye/feed/har"
	"sockeye/feed/preset"
	"sockeye/feed/recording"
	"sockeye/feed/replay"
)

// Recordings returns the recordings and archives that paths name: files, and of folders those in them, in the order of their names,
// in which recordings of a feed are as they were begun.
func Recordings(paths []string) (names []string, err error) {
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			names = append(names, path)
			continue
		}
		entries, err := os.ReadDir(path)
		if err != nil {
			return nil, err
		}
		before := len(names)
		for _, e := range entries {
			if name := e.Name(); !strings.HasPrefix(name, ".") && (strings.HasSuffix(name, recording.Ext) || strings.HasSuffix(name, ".ndjson") || har.Is(name)) {
				names = append(names, filepath.Join(path, name))
			}
		}
		if len(names) == before {
			return nil, fmt.Errorf("%s has no recordings: their names end in %s, .ndjson or %s", path, recording.Ext, har.Ext)
		}
		slices.SortFunc(names[before:], recording.Compare)
	}
	return names, nil
}

// Play writes what recordings hold, as Run writes it of feeds: as fast as it goes, by the time of the recording. bind returns the
// preset of a feed, bound with replay.Environment; text is the one that it was recorded with, "" where the recording does not
// say. damaged is called with each part of a file that cannot be read, and with each file of which nothing can. That nothing of all of
// them can be read is an error.
func (t *Tail) Play(ctx context.Context, out io.Writer, files []string, bind func(feed, text string) (*preset.Bound, error), damaged func(error)) (Result, error) {
	widen(out)
	w := &writer{tail: t, out: out}
	p := &player{writer: w, bind: bind, damaged: damaged, feeds: make(map[string]*played)}
	for _, name := range files {
		var unread unreadable
		switch err := p.file(ctx, name); {
		case errors.As(err, &unread) && len(files) > 1:
			damaged(err)
		case errors.Is(err, errDone):
			return Done, nil
		case errors.Is(err, errOutput):
			return Failed, w.err
		case err != nil:
			return Failed, err
		}
	}
	if p.lines == 0 && ctx.Err() == nil {
		return Failed, errors.New("nothing is recorded in what can be read")
	}
	if t.Count > 0 && w.events < t.Count {
		return Nothing, fmt.Errorf("%d of %d events", w.events, t.Count)
	}
	if t.Until != "" && ctx.Err() == nil {
		return Nothing, fmt.Errorf("%q was not raised", t.Until)
	}
	return Done, nil
}

// player plays recordings.
type player struct {
	writer  *writer
	bind    func(feed, text string) (*preset.Bound, error)
	damaged func(error)
	raw     recording.Writer
	feeds   map[string]*played
	lines   int // that were read
}

// unreadable is a file of which nothing can be read.
type unreadable struct{ error }

// played is one feed of the recordings.
type played struct {
	*lines
	replay *replay.Replay
	order  replay.Order
	alerts *alert.Set
	sealed int64 // time of the recording, Unix nanoseconds
}

// sealEvery is how much of a recording is a batch.
const sealEvery = time.Second

// file plays one file.
func (p *player) file(ctx context.Context, name string) error {
	r, err := har.OpenLines(name, p.writer.tail.Archive)
	if err != nil {
		return unreadable{err}
	}
	defer r.Close()
	for ctx.Err() == nil {
		line, err := r.Next()
		var damage *recording.Damage
		switch {
		case errors.Is(err, io.EOF):
			return p.end()
		case errors.As(err, &damage):
			p.damaged(damage)
			continue
		case err != nil:
			return err
		}
		p.lines++
		if p.writer.tail.Raw {
			err = p.copy(line)
		} else {
			err = p.play(line, func(reason string) { p.damaged(damageAt(name, r, reason)) })
		}
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// damageAt is what is wrong with the line that a reader has returned last.
func damageAt(name string, r har.Lines, reason string) *recording.Damage {
	d := &recording.Damage{File: name, Reason: reason}
	if reader, ok := r.(*recording.Reader); ok {
		d.Offset, d.Line = reader.Position()
	}
	return d
}

// copy writes a line as it is.
func (p *player) copy(line *recording.Line) error {
	w := p.writer
	w.mu.Lock()
	defer w.mu.Unlock()
	text := p.raw.Append(nil, line)
	if w.tail.Match != nil && (line.Frame == nil || !w.tail.Match.Match(text)) {
		return nil
	}
	err := w.hold(func(b []byte) ([]byte, error) { return append(b, text...), nil })
	if err == nil && line.Frame != nil {
		if w.events++; w.events == w.tail.Count {
			if err = w.flush(); err == nil {
				err = errDone
			}
		}
	}
	return err
}

// play replays a line, and writes what has come about when that is enough for a batch. wrong is called with what is wrong with the line.
func (p *player) play(line *recording.Line, wrong func(reason string)) error {
	f := p.feeds[line.Feed]
	if f == nil {
		text := ""
		if line.Head != nil {
			text = line.Head.Preset
		}
		bound, err := p.bind(line.Feed, text)
		if err != nil {
			return err
		}
		f = &played{lines: newLines(p.writer, bound), replay: replay.New(bound), alerts: alert.New(bound), sealed: line.At}
		p.feeds[line.Feed] = f
	}
	if back, report := f.order.Back(line); report {
		wrong(replay.GoesBack(back))
	}
	f.replay.Play(line)
	if f.replay.Full() || line.At-f.sealed >= int64(sealEvery) {
		return f.seal(line.At)
	}
	return nil
}

// seal writes what has come about up to a time.
func (f *played) seal(at int64) error {
	f.sealed = at
	b := f.replay.Seal()
	if b == nil {
		return nil
	}
	now := time.Unix(0, at)
	f.alerts.Receive(now, b, f.replay.Fields())
	f.alerts.Matched(now, f.alerts.Matcher().Hits(b))
	f.alerts.Tick(now)
	err := f.receive(now, b, alertLines(f.preset.Name, f.alerts.Drain()))
	if errors.Is(err, errDone) || errors.Is(err, errOutput) {
		return err
	}
	return nil // that the feed was given up is a line, and no failure of ours
}

// end writes what is left.
func (p *player) end() error {
	names := make([]string, 0, len(p.feeds))
	for name := range p.feeds {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if err := p.feeds[name].seal(p.feeds[name].sealed); err != nil {
			return err
		}
	}
	p.writer.mu.Lock()
	defer p.writer.mu.Unlock()
	return p.writer.flush()
}
