package model

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"sockeye/model/alerts"
	"sockeye/widgets/inspect"
)

// TestClosedInspectorHoldsNothing: what was inspected may be the last that refers to megabytes that the log has dropped.
func TestClosedInspectorHoldsNothing(t *testing.T) {
	t.Parallel()
	m := quiet(t, 120, 36)
	f := m.tabs.All[0]
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
	f := m.tabs.All[0]
	if err := m.alerts().Set("* > -1"); err != nil {
		t.Fatal(err)
	}
	bring(f, busy(alerts.Most+10))
	if all, more := alerts.All(&m.tabs); len(all) != alerts.Most || more != 10 || alerts.Unacknowledged(&m.tabs) != alerts.Most+10 {
		t.Fatalf("%d alerts, %d more, %d wait", len(all), more, alerts.Unacknowledged(&m.tabs))
	}
	m.alerts().Open()
	m.Update(tea.KeyPressMsg{Code: 'G', Text: "G"})
	if text := ansi.Strip(m.View().Content); !strings.Contains(text, "and 10 more") {
		t.Errorf("the list does not say that there are more:\n%s", text)
	}
}
