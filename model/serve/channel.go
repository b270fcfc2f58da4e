package serve

import (
	"strings"

	gossh "golang.org/x/crypto/ssh"
)

const (
	mostVariables = 32  // of the environment of a session
	mostVariable  = 256 // bytes of one
)

// passes reports whether a variable of the client's environment describes its terminal. Others are refused.
func passes(name string) bool {
	switch name {
	case "LANG", "COLORTERM", "NO_COLOR", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "VTE_VERSION", "TMUX", "STY", "WT_SESSION":
		return true
	}
	return strings.HasPrefix(name, "LC_")
}

// sessionChannel is a channel of which only the requests reach a session that it may make: a terminal and its size, the
// environment of the terminal, one command line, signals that end it. A shell is a screen.
type sessionChannel struct {
	gossh.NewChannel
	server *Server
}

// Accept implements [gossh.NewChannel].
func (c sessionChannel) Accept() (gossh.Channel, <-chan *gossh.Request, error) {
	channel, requests, err := c.NewChannel.Accept()
	if err != nil {
		return nil, nil, err
	}
	passed := make(chan *gossh.Request)
	go func() {
		defer close(passed)
		variables, counted := 0, false
		for r := range requests { // until both sides have closed the channel
			switch r.Type {
			case "env":
				variables++
			case "shell", "exec":
				counted = counted || c.server.countChannel()
			}
			if accepts(r, variables) {
				passed <- r
			} else if r.WantReply {
				_ = r.Reply(false, nil)
			}
		}
		if counted {
			c.server.channels.Done()
		}
	}()
	return channel, passed, nil
}

// countChannel counts the channel of a session that begins, and reports whether it did: while the server stops, it waits for those that
// there are.
func (s *Server) countChannel() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.stopping {
		s.channels.Add(1)
	}
	return !s.stopping
}

// accepts reports whether a session gets a request; it has made so many for a variable.
func accepts(r *gossh.Request, variables int) bool {
	switch r.Type {
	case "pty-req", "window-change", "shell", "exec":
		return true
	case "env":
		var variable struct{ Name, Value string }
		return gossh.Unmarshal(r.Payload, &variable) == nil && variables <= mostVariables && len(variable.Value) <= mostVariable && passes(variable.Name)
	}
	return false // agents, subsystems, X11 and whatever there is
}
