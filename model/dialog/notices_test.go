package dialog

import (
	"errors"
	"testing"
	"time"
)

func TestANoticeGivesWayToTheKeys(t *testing.T) {
	t.Parallel()
	var n Notices
	n.Show("alert 1 is set")
	begin := time.Now()
	for _, step := range []struct {
		after time.Duration
		stays bool
	}{{0, true}, {time.Second, true}, {noticeFor, false}} {
		n.Expire(begin.Add(step.after))
		if n.Text != "" != step.stays {
			t.Errorf("after %v it is %q", step.after, n.Text)
		}
	}
}

func TestAnotherNoticeStaysAsLongAsTheFirst(t *testing.T) {
	t.Parallel()
	var n Notices
	n.Show("alert 1 is set")
	begin := time.Now()
	n.Expire(begin)
	n.ShowError(errors.New("no row is selected"))
	n.ShowError(nil)
	n.Expire(begin.Add(noticeFor))
	if n.Text != "no row is selected" {
		t.Errorf("it is %q", n.Text)
	}
}
