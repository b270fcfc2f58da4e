package playback

import (
	"errors"
	"io"

	"sockeye/feed/har"
	"sockeye/feed/recording"
)

// script is what was recorded of one feed, in the order of its time. It belongs to one goroutine at a time.
type script struct {
	feed    string
	files   []string // those that are left
	open    func(file string) (har.Lines, error)
	damaged func(error)
	lines   har.Lines       // of the current file; nil: there is none
	held    *recording.Line // to be returned once more; nil: none is
}

// next returns the next line of the feed, which is valid until the next call; io.EOF at the end.
func (s *script) next() (*recording.Line, error) {
	if line := s.held; line != nil {
		s.held = nil
		return line, nil
	}
	for {
		if s.lines == nil {
			if len(s.files) == 0 {
				return nil, io.EOF
			}
			lines, err := s.open(s.files[0])
			if err != nil {
				return nil, err
			}
			s.lines, s.files = lines, s.files[1:]
		}
		line, err := s.lines.Next()
		switch {
		case errors.Is(err, io.EOF):
			s.close()
		case errors.As(err, new(*recording.Damage)):
			s.damaged(err)
		case err != nil:
			return nil, err
		case line.Feed == s.feed:
			return line, nil
		}
	}
}

// begin goes to the next connection, and returns what is known of it. Attempts that have failed are left out.
func (s *script) begin() (recording.State, error) {
	for {
		line, err := s.next()
		switch {
		case err != nil:
			return recording.State{}, err
		case line.Frame != nil: // the recording began when there was a connection
			s.held = line
			return recording.State{}, nil
		case line.State != nil && (line.State.State == "HELLO" || line.State.State == "OPEN"):
			return *line.State, nil
		}
	}
}

// close closes the file that is open.
func (s *script) close() {
	if s.lines != nil {
		s.lines.Close()
		s.lines = nil
	}
}

// hasEnded reports whether a state is that of a connection that is over.
func hasEnded(state string) bool {
	return state == "CONNECTING" || state == "RETRY" || state == "CLOSED" || state == "FAILED"
}
