package model_test

import (
	"testing"

	"sockeye/feed/feedtest"
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
	d.sees("the configuration was read again; feeds that are open keep theirs")
	written["beta"] += "    stale: 5s\n"
	d.command("reload")
	d.sees("the configuration was read again; beta has changed, and stays as it was opened")
	delete(written, "alpha")
	d.command("reload")
	d.sees("the configuration was read again; alpha, beta have changed, and stay as they were opened")
}
