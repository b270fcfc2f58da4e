package preset

import (
	"strings"
	"testing"
)

func TestEventHasWholeStopAndZone(t *testing.T) {
	p := one(t, `
url: ws://h
seq: {match: {type: update}, at: n, step: 1}
events:
  - {match: x, label: s, time: t, zone: Asia/Seoul, value: v, whole: true, stop: true}
  - {match: y, value: v, whole: false}
`)
	if e := p.Events[0]; !e.Whole || !e.Stop || e.Zone.String() != "Asia/Seoul" {
		t.Errorf("first rule: %+v", e)
	}
	if e := p.Events[1]; e.Whole || e.Stop || e.Zone != nil {
		t.Errorf("second rule: %+v", e)
	}
	if s := p.Sequence; len(s.Match) != 1 || s.Match[0].Conds[0].Path.String() != "type" {
		t.Errorf("seq: %+v", s)
	}
}

func TestEventReportsWhatWholeStopAndZoneCannotBe(t *testing.T) {
	for rule, want := range map[string]string{
		"{match: x, time: t, value: v, zone: Seoul}": "there is no time zone `Seoul`",
		"{match: x, time: t, value: v, zone: ''}":    "`zone` is empty",
		"{match: x, time: t, value: v, zone: [a]}":   "`zone` must be a text",
		"{match: x, value: v, zone: UTC}":            "this rule has none",
		"{match: x, value: v, whole: yes}":           "`whole` must be `true` or `false`",
		"{match: x, label: s, whole: true}":          "`whole` is about the values of a record, and this rule has none",
		"{match: x, value: v, stop: 1}":              "`stop` must be `true` or `false`",
		"{match: x, value: v, stops: true}":          "did you mean `stop`?",
	} {
		_, err := Parse("f", []byte("presets:\n  x:\n    url: ws://h\n    events:\n      - "+rule+"\n"))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %q", rule, err, want)
		}
	}
}
