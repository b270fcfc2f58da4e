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
	for query, test := range map[string]struct {
		timeout string // "" is the longest; the others are waited out
		want    []string
	}{
		"target=demo":            {"", []string{"probe_success 1\n", "probe_step_success{step=\"data\",symbol=\"ETH/USD\"} 1\n", "probe_duration_seconds ", "probe_events "}},
		"target=mute":            {"3.5", []string{"probe_success 0\n", "probe_step_success{step=\"data\",symbol=\"ETH/USD\"} 0\n", "probe_step_success{step=\"data\",symbol=\"XBT/USD\"} 1\n"}},
		"target=mute&debug=true": {"1.5", []string{"data ETH/USD  failed", "none within 1s"}},
	} {
		t.Run(query, func(t *testing.T) {
			t.Parallel()
			request, err := http.NewRequest(http.MethodGet, address+"/probe?"+query, nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("X-Prometheus-Scrape-Timeout-Seconds", test.timeout)
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(response.Body)
			response.Body.Close()
			if err != nil || response.StatusCode != http.StatusOK {
				t.Errorf("%s: %v", response.Status, err)
			}
			for _, text := range test.want {
				if !strings.Contains(string(body), text) {
					t.Errorf("there is no %s in\n%s", text, body)
				}
			}
		})
	}
	for _, target := range []string{"", "none\x1b[2J"} {
		if code, body := get(t, address+"/probe?target="+url.QueryEscape(target)); code != http.StatusBadRequest || body != strings.ReplaceAll("no preset "+target+"\n", "\x1b", "␛") {
			t.Errorf("%q: %d %q", target, code, body)
		}
	}
}
