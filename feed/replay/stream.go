package replay

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"sockeye/feed/recording"
)

// Stream is the recordings of one feed, of which one begins when another has ended, read as one. It belongs to one goroutine.
type Stream struct {
	Feed       string
	Preset     string // the text of the preset with which it was recorded last; "" where no recording says it
	Begin, End time.Time

	files  []file // oldest first
	next   int    // of files
	reader *recording.Reader
	report func(error)
	wrong  int // problems of the file that is open
	order  Order
}

// file is a recording that has lines of the feed of a stream.
type file struct {
	name       string
	begin, end time.Time
}

// Open opens recordings, and returns a stream for each feed that they hold; two for a feed that was recorded twice at the same
// time. problem is called with what cannot be read. The error says that nothing can be read at all.
func Open(names []string, problem func(error)) ([]*Stream, error) {
	var streams []*Stream
	var unread error
	for _, name := range names {
		heads, f, err := inspect(name)
		if err != nil {
			problem(err)
			unread = errors.Join(unread, err)
			continue
		}
		for i := range heads {
			streams = join(streams, &heads[i], f)
		}
	}
	if len(streams) == 0 {
		if unread == nil {
			unread = errors.New("there are no recordings")
		}
		return nil, unread
	}
	return streams, nil
}

// overlap is how much a recording may go on after the next one of the same recorder has begun.
const overlap = 5 * time.Second

// sameTime reports whether two recordings are of the same time, and so of two recorders.
func sameTime(a, b file) bool {
	begin, end := a.begin, a.end
	if b.begin.After(begin) {
		begin = b.begin
	}
	if b.end.Before(end) {
		end = b.end
	}
	both := end.Sub(begin)
	return both > overlap || 2*both > min(a.end.Sub(a.begin), b.end.Sub(b.begin))
}

// join adds a recording to the stream that it goes on with, or to a new one.
func join(streams []*Stream, head *recording.Line, f file) []*Stream {
	place := slices.IndexFunc(streams, func(s *Stream) bool {
		return s.Feed == head.Feed && !slices.ContainsFunc(s.files, func(o file) bool { return sameTime(f, o) })
	})
	if place < 0 {
		place = len(streams)
		streams = append(streams, &Stream{Feed: head.Feed, Begin: f.begin, End: f.end, report: func(error) {}})
	}
	s := streams[place]
	s.files = append(s.files, f)
	slices.SortStableFunc(s.files, func(a, b file) int { return a.begin.Compare(b.begin) })
	if head.Head != nil && (s.Preset == "" || !f.begin.Before(s.files[len(s.files)-1].begin)) {
		s.Preset = head.Head.Preset
	}
	if f.begin.Before(s.Begin) {
		s.Begin = f.begin
	}
	if f.end.After(s.End) {
		s.End = f.end
	}
	return streams
}

// headLines is how many lines of a recording are searched for the feeds that it holds: a file that was written by `tail --raw` can
// have several.
const headLines = 1000

// inspect returns the first line of each feed of a recording, and its times.
func inspect(name string) (heads []recording.Line, f file, err error) {
	r, err := recording.Open(name)
	if err != nil {
		return nil, f, err
	}
	defer r.Close()
	f.name = name
	var damage error
	timeless := true
	for range headLines {
		line, err := r.Next()
		if errors.As(err, new(*recording.Damage)) {
			damage = errors.Join(damage, err)
			continue
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, f, err
		}
		if at := time.Unix(0, line.At); f.begin.IsZero() || timeless || at.Before(f.begin) {
			f.begin = at
			timeless = line.Head != nil || line.State != nil // the state can be older than the recording
		}
		if at := time.Unix(0, line.At); at.After(f.end) {
			f.end = at
		}
		if !slices.ContainsFunc(heads, func(o recording.Line) bool { return o.Feed == line.Feed }) {
			heads = append(heads, recording.Line{At: line.At, Feed: line.Feed, Head: line.Head})
		}
	}
	if len(heads) == 0 {
		if damage == nil {
			damage = errors.New("it has no lines")
		}
		return nil, f, fmt.Errorf("%s is no recording: %w", name, damage)
	}
	end, err := r.End()
	if end.After(f.end) {
		f.end = end
	}
	return heads, f, err
}

// Close closes what is open.
func (s *Stream) Close() {
	if s.reader != nil {
		s.reader.Close()
		s.reader = nil
	}
}

// Report has a function called with what cannot be read from now on, by the goroutine that calls Next; of very much in one file,
// with how much it is.
func (s *Stream) Report(problem func(error)) { s.report = problem }

// mostProblems is how many problems of a file are reported one by one.
const mostProblems = 20

func (s *Stream) problem(err error) {
	if s.wrong++; s.wrong <= mostProblems {
		s.report(err)
	}
}

// closeFile closes the file that is open, at its end.
func (s *Stream) closeFile() {
	if more := s.wrong - mostProblems; more > 0 {
		s.report(fmt.Errorf("%s: %d more problems", s.files[s.next-1].name, more))
	}
	s.wrong = 0
	s.Close()
}

// Next returns the next line, which is valid until the next call; nil at the end. What cannot be read is reported, and left out.
// A line that is earlier than one before it is given the time of that one.
func (s *Stream) Next() *recording.Line {
	for {
		if s.reader == nil && !s.open() {
			return nil
		}
		line, err := s.reader.Next()
		var damage *recording.Damage
		switch {
		case errors.Is(err, io.EOF):
			s.closeFile()
			continue
		case errors.As(err, &damage):
			s.problem(err)
			continue
		case err != nil:
			s.problem(err)
			s.closeFile()
			continue
		case line.Feed != s.Feed:
			continue
		}
		if back, report := s.order.Back(line); back > 0 {
			line.At += int64(back)
			if report {
				s.goesBack(line, back)
			}
		}
		return line
	}
}

// goesBack reports that the time goes back, to lines that are given another one.
func (s *Stream) goesBack(line *recording.Line, back time.Duration) {
	offset, number := s.reader.Position()
	s.problem(&recording.Damage{File: s.files[s.next-1].name, Offset: offset, Line: number, Reason: fmt.Sprintf(
		"%s. They count as of %s until the time is reached again", GoesBack(back), time.Unix(0, line.At).UTC().Format(time.RFC3339))})
}

// open opens the next file, if there is one.
func (s *Stream) open() bool {
	for s.next < len(s.files) {
		r, err := recording.Open(s.files[s.next].name)
		s.next++
		if err == nil {
			s.reader = r
			return true
		}
		s.problem(err)
	}
	return false
}

// Seek has Next go on with lines from which a session of a preset can come to know what holds at a time: the last checkpoint before
// it, where that was made with this preset, else the beginning of the recording in which that is.
func (s *Stream) Seek(at time.Time, preset string) {
	s.Close()
	s.order = Order{}
	for i := range s.files {
		if !s.files[i].begin.After(at) {
			s.next = i
		}
	}
	if !s.open() {
		return
	}
	first, err := s.reader.Next()
	if same := err == nil && first.Head != nil && isSame(first.Head.Preset, preset); !same {
		at = time.Unix(0, 0)
	}
	if _, err := s.reader.SeekCheckpoint(at); err != nil {
		s.problem(err)
		s.closeFile()
	}
}

// isSame reports whether two texts are the same preset.
func isSame(a, b string) bool { return strings.TrimSpace(a) == strings.TrimSpace(b) }
