package model

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/feed"
	"sockeye/widgets/inspect"
)

// TestShare: what waits, what is kept and a message too long are parts of one number, and never more than that, however many
// feeds there are.
func TestShare(t *testing.T) {
	t.Parallel()
	for _, all := range []int64{1 << 20, 16 << 20, 64 << 20, 1 << 30} {
		for _, feeds := range []int{1, 2, 4, 9} {
			queue, kept := share(all, feeds)
			if sum := (queue + kept) * int64(feeds); sum > all || sum < all-int64(feeds) {
				t.Errorf("%d feeds have %d bytes of %d", feeds, sum, all)
			}
			if queue*int64(feeds) > feed.QueueBytes || queue <= 0 || kept < all/int64(feeds)/2 {
				t.Errorf("%d feeds of %d bytes: %d may wait, %d are kept", feeds, all, queue, kept)
			}
		}
	}
}

// TestClosedInspectorHoldsNothing: what was inspected may be the last that refers to megabytes that the log has dropped.
func TestClosedInspectorHoldsNothing(t *testing.T) {
	t.Parallel()
	m := quiet(t, 120, 36)
	f := m.tabs.all[0]
	f.Inspector.SetMessage(inspect.Message{Raw: []byte(`{"a":1}`)})
	f.Inspected.Raw, f.Inspected.Text, f.Inspecting = []byte("x"), []byte("x"), true
	m.arrange()
	if f.Inspected.Raw == nil || !strings.Contains(ansi.Strip(f.Inspector.View()), "a: 1") {
		t.Fatalf("what is inspected is not shown\n%s", f.Inspector.View())
	}
	m.inspector().Close()
	if f.Inspected.Raw != nil || f.Inspected.Text != nil || strings.Contains(ansi.Strip(f.Inspector.View()), "a: 1") {
		t.Error("what was inspected is still there")
	}
}

// TestListOfAlertsIsBounded: it has the newest alerts, and says how many more there are.
func TestListOfAlertsIsBounded(t *testing.T) {
	t.Parallel()
	m := quiet(t, 120, 36)
	f := m.tabs.all[0]
	if err := m.alerts().setAlert("* > -1"); err != nil {
		t.Fatal(err)
	}
	bring(f, busy(mostAlarms+10))
	if all, more := m.tabs.alarms(); len(all) != mostAlarms || more != 10 || m.tabs.unacknowledged() != mostAlarms+10 {
		t.Fatalf("%d alerts, %d more, %d wait", len(all), more, m.tabs.unacknowledged())
	}
	m.alerts().openAlerts()
	m.Update(tea.KeyPressMsg{Code: 'G', Text: "G"})
	if text := ansi.Strip(m.View().Content); !strings.Contains(text, "and 10 more") {
		t.Errorf("the list does not say that there are more:\n%s", text)
	}
}
