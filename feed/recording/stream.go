package recording

// stream is the function that a recorder writes with.
type stream struct {
	options *Options
	call    func(line []byte, frame bool) error
	writer  Writer
	text    []byte
	last    int64 // time of the last line
	wrong   error
}

func (s *stream) write(batch *queue, missing int64) error {
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
	s.text, s.last = s.writer.Append(s.text[:0], l), l.At
	return s.call(s.text, l.Frame != nil)
}

func (s *stream) close(missing int64) error {
	if s.wrong == nil && missing > 0 {
		if s.wrong = s.line(&Line{At: s.last, Feed: s.options.Feed, Dropped: missing}); s.wrong == nil {
			s.wrong = s.call(nil, false)
		}
	}
	return s.wrong
}
