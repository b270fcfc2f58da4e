package recording

import "time"

// stream is the function that a recorder writes with.
type stream struct {
	options *Options
	call    func(line []byte, frame bool) error
	writer  Writer
	text    []byte
	wrong   error
}

func (s *stream) write(batch *queued, missing int64) error {
	if s.wrong != nil || len(batch.items) == 0 {
		return s.wrong
	}
	if missing > 0 {
		s.wrong = s.line(&Line{At: batch.items[0].at, Feed: s.options.Feed, Dropped: missing})
	}
	if s.wrong == nil {
		s.wrong = batch.lines(s.options, s.line)
	}
	if s.wrong == nil {
		s.wrong = s.call(nil, false)
	}
	return s.wrong
}

func (s *stream) line(l *Line) error {
	s.text = s.writer.Append(s.text[:0], l)
	return s.call(s.text, l.Frame != nil)
}

func (s *stream) close() error { return s.wrong }

func (s *stream) waited() time.Duration { return 0 }
