package export_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sockeye/feed/demo"
	"sockeye/feed/export"
	"sockeye/feed/preset"
)

func TestAProbeTestsAPresetOnce(t *testing.T) {
	t.Parallel()
	x, err := demo.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	address := start(t, export.Config{
		Presets: []*preset.Bound{bind(t, fmt.Sprintf(demoFeed, x.URL(), "none"))},
		Target: func(name string) (*preset.Bound, error) {
			if name != "mute" {
				return nil, errors.New("no preset " + name)
			}
			return bind(t, fmt.Sprintf(demoFeed, x.URL(), "mute")), nil
		},
	}).address
	for query, want := range map[string][]string{
		"target=demo":            {"probe_success 1\n", "probe_step_success{step=\"data\",symbol=\"ETH/USD\"} 1\n", "probe_duration_seconds 0.", "probe_events "},
		"target=mute":            {"probe_success 0\n", "probe_step_success{step=\"data\",symbol=\"ETH/USD\"} 0\n", "probe_step_success{step=\"data\",symbol=\"XBT/USD\"} 1\n"},
		"target=mute&debug=true": {"data ETH/USD  failed", "none within"},
	} {
		request, err := http.NewRequest(http.MethodGet, address+"/probe?"+query, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("X-Prometheus-Scrape-Timeout-Seconds", "1.5")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || response.StatusCode != http.StatusOK {
			t.Errorf("%s: %s, %v", query, response.Status, err)
		}
		for _, text := range want {
			if !strings.Contains(string(body), text) {
				t.Errorf("%s has no %s:\n%s", query, text, body)
			}
		}
	}
	for _, target := range []string{"", "none\x1b[2J"} {
		if code, body := get(t, address+"/probe?target="+url.QueryEscape(target)); code != http.StatusBadRequest || body != strings.ReplaceAll("no preset "+target+"\n", "\x1b", "␛") {
			t.Errorf("%q: %d %q", target, code, body)
		}
	}
}
