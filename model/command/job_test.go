package command

import (
	"context"
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// work applies an error that says that it came, and notes when it is discarded or its context ends.
func work(discarded, ended *bool) Work {
	return func(ctx context.Context) (func() (tea.Cmd, error), func()) {
		*ended = ctx.Err() != nil
		return func() (tea.Cmd, error) { return nil, errors.New("applied") }, func() { *discarded = true }
	}
}

func TestOneJobRunsAtATime(t *testing.T) {
	var discarded, ended bool
	j := NewJobs(t.Context())
	run, err := j.Begin(":first", work(&discarded, &ended))
	if err != nil {
		t.Fatal(err)
	}
	if what, since := j.Running(); what != ":first" || since.IsZero() {
		t.Errorf("%q runs", what)
	}
	if _, err := j.Begin(":second", nil); err == nil || !strings.Contains(err.Error(), ":first is still under way") {
		t.Errorf("of a second one the error is %v", err)
	}
	msg := run().(JobMsg)
	if _, err := j.Done(msg); msg.Cancelled() || err == nil || err.Error() != "applied" || discarded || ended {
		t.Errorf("the end: %v, discarded %t, stopped %t", err, discarded, ended)
	}
	if what, _ := j.Running(); what != "" {
		t.Errorf("%s runs still", what)
	}
}

func TestAJobThatIsCancelledIsStoppedAndDiscarded(t *testing.T) {
	var discarded, ended bool
	j := NewJobs(t.Context())
	j.Cancel() // nothing
	run, _ := j.Begin(":first", work(&discarded, &ended))
	j.Cancel()
	if what, _ := j.Running(); what != "" {
		t.Errorf("%s runs still", what)
	}
	msg := run().(JobMsg)
	discard, err := j.Done(msg)
	if !msg.Cancelled() || err != nil || discarded || !ended {
		t.Errorf("the end: %v, discarded %t, stopped %t", err, discarded, ended)
	}
	if discard(); !discarded {
		t.Error("it is not discarded")
	}
}

func TestFewJobsThatWereCancelledMayWait(t *testing.T) {
	var discarded, ended bool
	j := NewJobs(t.Context())
	var runs []tea.Cmd
	for range MaxCancelled {
		run, err := j.Begin(":open", work(&discarded, &ended))
		if err != nil {
			t.Fatal(err)
		}
		runs = append(runs, run)
		j.Cancel()
	}
	if _, err := j.Begin(":open", nil); err == nil || !strings.Contains(err.Error(), "4 commands that were cancelled still wait for a file") {
		t.Errorf("one more says %v", err)
	}
	j.Done(runs[0]().(JobMsg))
	if _, err := j.Begin(":open", work(&discarded, &ended)); err != nil {
		t.Errorf("after the end of one: %v", err)
	}
}
