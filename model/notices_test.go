package model

import (
	"errors"
	"testing"
	"time"
)

func TestANoticeGivesWayToTheKeys(t *testing.T) {
	t.Parallel()
	var n notices
	n.show("alert 1 is set")
	begin := time.Now()
	for _, step := range []struct {
		after time.Duration
		stays bool
	}{{0, true}, {time.Second, true}, {noticeFor, false}} {
		n.expire(begin.Add(step.after))
		if n.text != "" != step.stays {
			t.Errorf("after %v it is %q", step.after, n.text)
		}
	}
}

func TestAnotherNoticeStaysAsLongAsTheFirst(t *testing.T) {
	t.Parallel()
	var n notices
	n.show("alert 1 is set")
	begin := time.Now()
	n.expire(begin)
	n.showError(errors.New("nothing is selected"))
	n.showError(nil)
	n.expire(begin.Add(noticeFor))
	if n.text != "nothing is selected" {
		t.Errorf("it is %q", n.text)
	}
}
