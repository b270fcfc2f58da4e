package model_test

import (
	"strings"
	"testing"

	"sockeye/feed"
	"sockeye/feed/feedtest"
	"sockeye/feed/preset"
	"sockeye/model"
)

// TestReloadNamesTheFeedsThatTheConfigurationHasOtherwiseNow, and none that it has as before.
func TestReloadNamesTheFeedsThatTheConfigurationHasOtherwiseNow(t *testing.T) {
	t.Parallel()
	alpha, beta := ticks(t, "alpha", feedtest.New(t, talk()).URL()), ticks(t, "beta", feedtest.New(t, talk()).URL())
	written := map[string]string{"alpha": alpha.YAML(), "beta": beta.YAML()}
	d := driveWith(t, func(o *model.Options) {
		settings := o.Settings
		settings.Written = func(name string) string { return written[name] }
		o.Reload = func() (model.Settings, error) { return settings, nil }
	}, alpha, beta)
	d.sees("1.50")
	d.command("reload")
	d.sees("the configuration was read again")
	d.misses("new preset")
	written["beta"] += "    stale: 5s\n"
	d.command("reload")
	d.sees("the configuration was read again; R connects with the new preset of beta")
	delete(written, "alpha")
	d.command("reload")
	d.sees("R connects with the new preset of beta; it has no preset any more of alpha")
}

// TestReconnectingUsesTheNewPreset, with what the operator has subscribed beside the symbols of the one before.
func TestReconnectingUsesTheNewPreset(t *testing.T) {
	t.Parallel()
	before := ticks(t, "alpha", feedtest.New(t, talk(
		feedtest.Expect(`{"op":"sub","args":["D"]}`), feedtest.Send(`{"op":"subbed","s":"D"}`), feedtest.ExpectClose(1000))).URL())
	text := ticks(t, "alpha", feedtest.New(t, feedtest.Conversation{
		feedtest.Expect(`{"op":"sub","args":["D"]}`), feedtest.Send(`{"s":"D","p":"2.75"}`),
	}).URL()).YAML()
	presets, err := preset.Parse("test.yaml", []byte("presets:\n"+strings.Replace(text, "[A, B]", "[]", 1)))
	if err != nil {
		t.Fatal(err)
	}
	after, err := presets[0].Bind(preset.Env{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	d := driveWith(t, func(o *model.Options) {
		settings := o.Settings
		settings.Written = func(string) string { return after.YAML() }
		o.Reload = func() (model.Settings, error) { return settings, nil }
		o.Open = func(string) (*feed.Feed, error) { return feed.Start(t.Context(), after, nil), nil }
	}, before)
	d.sees("1.50")
	d.command("sub D")
	d.sees("◔ D")
	d.command("reload")
	d.sees("new preset of alpha")
	d.keys("R")
	d.sees("2.75", "alpha has the preset of the configuration now")
	d.misses("1.50")
}
