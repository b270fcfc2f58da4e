package command

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Jobs runs what waits for a disk or a network beside the screen, one at a time. It belongs to Update.
type Jobs struct {
	ctx       context.Context
	running   *job // nil: none
	cancelled int  // jobs that were cancelled and have not ended
}

// job is work that was begun.
type job struct {
	what      string // the command line that began it
	since     time.Time
	cancelled bool // its result does not count
	stop      context.CancelFunc
}

// Work is what a job does, beside the screen, until ctx ends. What it returns is called in Update: apply makes its result
// count. discard is called instead where it was cancelled, beside the screen again.
type Work func(ctx context.Context) (apply func() (tea.Cmd, error), discard func())

// failed is how work ends that has nothing to apply.
func failed(err error) (apply func() (tea.Cmd, error), discard func()) {
	return func() (tea.Cmd, error) { return nil, err }, func() {}
}

// MaxCancelled is how many jobs that were cancelled may still wait for a disk.
const MaxCancelled = 4

// NewJobs returns Jobs of which none runs. All end with ctx.
func NewJobs(ctx context.Context) *Jobs { return &Jobs{ctx: ctx} }

// JobMsg is the end of a job, for [Jobs.Done].
type JobMsg struct {
	job     *job
	apply   func() (tea.Cmd, error)
	discard func()
}

// Begin begins work, unless other work is under way.
func (j *Jobs) Begin(what string, work Work) (tea.Cmd, error) {
	switch {
	case j.running != nil:
		return nil, fmt.Errorf("%s is still under way: wait for it, or esc cancels it", j.running.what)
	case j.cancelled >= MaxCancelled:
		return nil, fmt.Errorf("%d commands that were cancelled still wait for a file: try again when they have ended", j.cancelled)
	}
	ctx, stop := context.WithCancel(j.ctx)
	begun := &job{what: what, since: time.Now(), stop: stop}
	j.running = begun
	return func() tea.Msg {
		defer stop()
		apply, discard := work(ctx)
		return JobMsg{begun, apply, discard}
	}, nil
}

// Cancelled reports whether the job was cancelled, so that its result does not count.
func (m JobMsg) Cancelled() bool { return m.job.cancelled }

// Done has the result of a job count, if it was not cancelled.
func (j *Jobs) Done(msg JobMsg) (tea.Cmd, error) {
	if msg.Cancelled() {
		j.cancelled--
		return func() tea.Msg { msg.discard(); return nil }, nil
	}
	j.running = nil
	return msg.apply()
}

// Running returns the command line of the job that is under way, and since when; "" if there is none.
func (j *Jobs) Running() (what string, since time.Time) {
	if j.running == nil {
		return "", time.Time{}
	}
	return j.running.what, j.running.since
}

// Cancel cancels the job that is under way.
func (j *Jobs) Cancel() {
	if j.running == nil {
		return
	}
	j.running.stop()
	j.running.cancelled, j.running = true, nil
	j.cancelled++
}
