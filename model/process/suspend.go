package process

import (
	"os"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/model"
)

// stopTime is how long a signal to this process may take to stop it.
const stopTime = 500 * time.Millisecond

// continuedTime is how long the signal that continues this process may take to be received after timers go on.
const continuedTime = 500 * time.Millisecond

// handleSuspends suspends the program when a signal or the operator asks for it, and draws the screen anew whenever it goes on
// after it was stopped, in whatever way: a shell has had the terminal meanwhile.
func (p *process) handleSuspends(stop, continued <-chan os.Signal) {
	for {
		select {
		case <-p.stopped:
			return
		case <-stop:
			p.suspend(continued, false)
		case <-p.suspends:
			p.suspend(continued, true)
		case <-continued:
			p.program.Send(tea.ResumeMsg{}) // once it is received, there is a screen to draw anew
			if p.ended() {
				return
			}
			p.flow.Stop() // the shell has the replies to the queries
			p.release()
			p.restore()
		}
	}
}

// ended reports whether the program has ended.
func (p *process) ended() bool {
	select {
	case <-p.stopped:
		return true
	default:
		return false
	}
}

// requestSuspend has the program suspended soon. It does not wait for that.
func (p *process) requestSuspend() {
	select {
	case p.suspends <- struct{}{}:
	default: // one is on its way
	}
}

// suspend gives the terminal back as it was, stops until a shell continues the process, and draws the screen anew.
func (p *process) suspend(continued <-chan os.Signal, group bool) {
	if p.flow.Stop() {
		p.flow.WaitReplies(replyTimeout)
	}
	if !p.release() {
		p.flow.Resume()
		return
	}
	stopProcess(group)
	timeout := time.NewTimer(stopTime)
	defer timeout.Stop()
	select {
	case <-continued:
		p.restore()
	case <-timeout.C:
		p.restore()
		select {
		case <-continued: // the time has passed while we were stopped
		case <-time.After(continuedTime):
			p.program.Send(model.Notice("not suspended: there is no shell with job control to go back to"))
		}
	case <-p.stopped:
	}
}

// replyTimeout is how long the terminal has to reply before the shell gets the reply.
const replyTimeout = time.Second

// release gives the terminal back as it was, and reports whether that went well.
func (p *process) release() bool {
	p.keyboard.Pause() // else Bubble Tea waits half a second for its reading to end
	err := p.program.ReleaseTerminal()
	p.keyboard.Continue()
	return err == nil
}

// restore has the program draw on the terminal again.
func (p *process) restore() {
	if p.program.RestoreTerminal() != nil { // there is no terminal any more
		return
	}
	p.flow.Resume()
	p.program.Send(tea.ClearScreen())
}
