package config

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"sockeye/feed/alertrule"
	"sockeye/feed/notify"
	"sockeye/feed/preset"
)

const twoAlerts = `presets:
  x:
    url: ws://h
    alerts:
      - XBT/USD > 61230 for 3s run page
      - silent 10s
`

func TestCommandsAreReadAndPrinted(t *testing.T) {
	commands := "ui:\n  commands:\n    page: {run: [notify-send, -t, 5, 'a b']}\n    log: {run: [logger], timeout: 1m}\n"
	c := load(t, commands+twoAlerts)
	want := []notify.Command{
		{Name: "page", Args: []string{"notify-send", "-t", "5", "a b"}, Timeout: 10 * time.Second},
		{Name: "log", Args: []string{"logger"}, Timeout: time.Minute},
	}
	if !reflect.DeepEqual(c.UI.Commands, want) {
		t.Errorf("%+v", c.UI.Commands)
	}
	for _, line := range []string{"    - XBT/USD > 61230 for 3s run page\n", `commands: {"page":{"run":["notify-send","-t",5,"a b"]},"log":{"run":["logger"],"timeout":"1m"}}`} {
		if !strings.Contains(c.YAML(), line) {
			t.Errorf("the configuration is printed without %s:\n%s", line, c.YAML())
		}
	}
	again := load(t, c.YAML())
	if p, _ := again.Presets.Find("x"); !reflect.DeepEqual(again.UI, c.UI) || len(p.Alerts) != 2 {
		t.Errorf("what is printed is read as %+v, %+v", again.UI, p.Alerts)
	}

	typed, _ := alertrule.Parse("gap run pag")
	if err := c.UI.CheckAlert(typed); err == nil || err.Error() != "there is no command `pag` to run: did you mean `page`?" {
		t.Error(err)
	}
	for _, text := range []string{"gap", "gap run log"} {
		if typed, _ := alertrule.Parse(text); c.UI.CheckAlert(typed) != nil {
			t.Errorf("%s is refused", text)
		}
	}
}

func TestTheCommandOfAnAlertIsOneInForce(t *testing.T) {
	base := "ui: {commands: {page: {run: [a]}}}\n" + twoAlerts
	if _, err := parse(base, "f", []byte("ui: {commands: {call: {run: [b]}}}")); err == nil || !strings.Contains(err.Error(), "built-in:6:32: there is no command `page` to run") {
		t.Errorf("%v", err)
	}
	if _, err := parse(base, "f", []byte("presets: {x: {url: ws://h}}\nui: {commands: {call: {run: [b]}}}")); err != nil {
		t.Errorf("an alert that is not in force is missed: %v", err)
	}
}

func TestWrongCommandsAreReported(t *testing.T) {
	alerts := func(list string) string { return "presets:\n  x:\n    url: ws://h\n    alerts: " + list }
	commands := func(yaml string) string { return "ui:\n  commands: " + yaml }
	for _, test := range []struct{ text, want string }{
		{alerts("\n      - A > 5 run pge\nui: {commands: {page: {run: [a]}}}"), "f:5:15: there is no command `pge` to run"},
		{alerts("\n      - A > 5 run pge\nui: {commands: {page: {run: [a]}}}"), "^ did you mean `page`?"},
		{alerts("\n      - A > 5 run pge"), "^ add it to `ui.commands`"},
		{commands("[a]"), "f:2:13: `commands` must be a map of commands, and this is a list"},
		{commands("{a b: {run: [a]}}"), "`a b` cannot be the name of a command"},
		{commands("{a: [b]}"), "`command` must be a map, and this is a list"},
		{commands("{a: {}}"), "`run` is missing in `command`"},
		{commands("{a: {rn: [b]}}"), "^ did you mean `run`?"},
		{commands("{a: {run: b c}}"), "f:2:23: `run` must be a list of the program and its arguments; no shell reads them"},
		{commands("{a: {run: []}}"), "write `run: [program, argument]`"},
		{commands("{a: {run: ['']}}"), "f:2:24: this program has no name"},
		{commands("{a: {run: [b, [c]]}}"), "an argument must be a text"},
		{commands(`{a: {run: [b, "\0"]}}`), "f:2:27: an argument cannot hold a NUL"},
		{commands(`{a: {run: [b, "x${secret:KEY}"]}}`), "f:2:29: placeholders have no value in a command"},
		{commands("{a: {run: [b], timeout: 6m}}"), "f:2:37: `timeout`: this must be 5m at most"},
		{commands("{a: {webhook: 'https://h', run: [b]}}"), "f:2:45: a command has `run` or `webhook`, and not both"},
		{commands("{a: {webhook: 'ws://h'}}"), "f:2:27: a `webhook` begins with `https://` or `http://`"},
		{commands("{a: {webhook: 'https://h/${symbol}'}}"), "f:2:38: `${symbol}` has no value in `webhook`"},
		{commands("{a: {webhook: [b]}}"), "`webhook` must be a text"},
		{commands("{a: {run: [b], timeout: 10}}"), "a duration needs a unit"},
	} {
		_, err := parse("ui: {}", "f", []byte(test.text))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s\ngives %v\nwant %s", test.text, err, test.want)
		}
	}
}

// TestAWebhookReadsItsSecretsWhenItIsCalled, and is shown without them.
func TestAWebhookReadsItsSecretsWhenItIsCalled(t *testing.T) {
	c := load(t, "ui: {commands: {page: {webhook: \"https://h/${secret:SOCKEYE_TEST_HOOK|raw}/x\"}, all: {webhook: \"${secret:SOCKEYE_TEST_ALL}\", timeout: 1m}}}\npresets: {x: {url: ws://h}}")
	page, _ := c.UI.Command("page")
	if _, _, err := page.Webhook(); err == nil || !strings.Contains(err.Error(), "SOCKEYE_TEST_HOOK is not set") {
		t.Error(err)
	}
	var report strings.Builder
	if c.Report(&report, preset.Env{}); !strings.Contains(report.String(), "SOCKEYE_TEST_HOOK is not set") || !strings.Contains(report.String(), "SOCKEYE_TEST_ALL is not set") {
		t.Errorf("check says\n%s", report.String())
	}
	t.Setenv("SOCKEYE_TEST_HOOK", "T012/s3cr3t")
	t.Setenv("SOCKEYE_TEST_ALL", "ftp://s3cr3t-host/")
	if address, redact, err := page.Webhook(); err != nil || address != "https://h/T012/s3cr3t/x" || redact("dial "+address) != "dial https://h/•••/x" {
		t.Errorf("%s, %v", address, err)
	}
	all, _ := c.UI.Command("all")
	if _, _, err := all.Webhook(); err == nil || !strings.Contains(err.Error(), "does not begin with `https://`") || strings.Contains(err.Error(), "s3cr3t") {
		t.Error(err)
	}
	if strings.Contains(c.YAML(), "s3cr3t") || !strings.Contains(c.YAML(), "${secret:SOCKEYE_TEST_HOOK|raw}") {
		t.Errorf("it is printed as\n%s", c.YAML())
	}
}
