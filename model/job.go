package model

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
)

// A job is what a command does that waits for a disk or a network: it runs beside the screen, one at a time.
type job struct {
	what    string // the command line that began it
	since   time.Time
	givenUp bool // what becomes of it is of no interest
	stop    context.CancelFunc
}

const (
	// jobNoticed is how long a job takes when the bottom line says that it is under way.
	jobNoticed = time.Second
	// mostAbandoned is how many jobs that were given up may still wait for the disk.
	mostAbandoned = 4
	// saveWithin is what the file of the commands of before has to take a line.
	saveWithin = 3 * time.Second
)

// jobMsg is the end of a job: apply makes its result count, discard lets go of it.
type jobMsg struct {
	job     *job
	apply   func() (tea.Cmd, error)
	discard func()
}

// begin runs a job, unless another one is under way. Its context ends when it is given up.
func (m *Model) begin(what string, run func(context.Context) (apply func() (tea.Cmd, error), discard func())) (tea.Cmd, error) {
	switch {
	case m.job != nil:
		return nil, fmt.Errorf("%s is still under way: wait for it, or esc gives it up", m.job.what)
	case m.abandoned >= mostAbandoned:
		return nil, fmt.Errorf("%d commands that were given up still wait for a file: see to it first", m.abandoned)
	}
	ctx, stop := context.WithCancel(m.ctx)
	j := &job{what: what, since: time.Now(), stop: stop}
	m.job = j
	return func() tea.Msg {
		defer stop()
		apply, discard := run(ctx)
		return jobMsg{j, apply, discard}
	}, nil
}

// done takes the end of a job in.
func (m *Model) done(msg jobMsg) tea.Cmd {
	if msg.job.givenUp {
		m.abandoned--
		return func() tea.Msg { msg.discard(); return nil }
	}
	m.job = nil
	m.said = ""
	cmd, err := msg.apply()
	if err != nil {
		m.complain(err)
	}
	return cmd
}

// giveUpJob gives up the job that is under way, if the key is for that.
func (m *Model) giveUpJob(press tea.KeyPressMsg) bool {
	if m.job == nil || !m.keys.is("back", press) {
		return false
	}
	m.said = m.job.what + " is given up"
	m.job.stop()
	m.job.givenUp, m.job = true, nil
	m.abandoned++
	return true
}

// watchJobs says what keeps a job, and that the commands of before cannot be saved.
func (m *Model) watchJobs() {
	if err := m.options.Recall.Overdue(m.now, saveWithin); err != nil {
		m.complain(unsaved(err))
	}
	if m.job == nil || m.now.Sub(m.job.since) < jobNoticed {
		return
	}
	if m.said != "" && !strings.HasPrefix(m.said, m.job.what) {
		return // a complaint matters more
	}
	m.said = m.job.what + " is under way; esc gives up"
	if path := m.options.Files.Pending(); path != "" {
		m.said = fmt.Sprintf("%s: still reading %s (a pipe?); esc gives up", m.job.what, path)
	}
}

// saveRecall saves the commands of before.
func (m *Model) saveRecall() tea.Msg {
	if err := m.options.Recall.Save(); err != nil {
		return complaintMsg{unsaved(err)}
	}
	return nil
}

// complaintMsg is what went wrong beside the screen.
type complaintMsg struct{ error }

func unsaved(err error) error {
	var file *fs.PathError // what is wrong with it comes before its name, for which the line may be too short
	if errors.As(err, &file) {
		err = fmt.Errorf("%w: %s", file.Err, file.Path)
	}
	return fmt.Errorf("commands are kept for this run only: %w", err)
}
