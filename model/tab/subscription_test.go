package tab

import (
	"slices"
	"testing"

	"sockeye/feed/event"
	"sockeye/feed/preset"
)

// TestTheDifferencesOfAnOperatorAreThoseFromThePreset, in which a symbol may have a secret.
func TestTheDifferencesOfAnOperatorAreThoseFromThePreset(t *testing.T) {
	t.Parallel()
	secret := preset.Env{LookupEnv: func(string) (string, bool) { return "deep-secret", true }}
	p := bind(t, secret, "    params: {symbols: [A, B, \"C.${secret:TOKEN}\"]}\n    subscribe: {send: {op: sub, args: \"${symbols}\"}}\n    events: [{match: {s: \"*\"}, label: s}]\n")
	rows := []event.Label{{Name: "A", Symbol: "A", State: event.Live}, {Name: "B", Symbol: "B", State: event.Off}, {Name: "C.•••", Symbol: "C.•••", State: event.Live}, {Name: "D", Symbol: "D", State: event.Requested}, {Name: "E"}}
	labels := event.Labels{}.Renew(len(rows), nil, func(n int32) event.Label { return rows[n] })
	if added, ended := Differences(labels, p); !slices.Equal(added, []string{"D"}) || !slices.Equal(ended, []string{"B"}) {
		t.Errorf("%q added, %q ended", added, ended)
	}
}
