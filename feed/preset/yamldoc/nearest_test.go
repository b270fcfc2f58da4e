package yamldoc

import "testing"

func TestTheNearestWordIsProposed(t *testing.T) {
	words := []string{"silence", "subscribe", "stale", "status", "url", "id", "interval", "connect_timeout"}
	for word, want := range map[string]string{
		"silense": "silence", "slience": "silence", "Silence": "silence", "sub": "subscribe", "subscribes": "subscribe", "ulr": "url", "uri": "url",
		"connect-timeout": "connect_timeout", "connectTimeout": "connect_timeout", "di": "id", "intervall": "interval", "stales": "stale",
		"xyz": "", "": "", "q": "", "heartbeat": "",
	} {
		if got, ok := Nearest(word, words); got != want || ok != (want != "") {
			t.Errorf("%q gives %q, %v; want %q", word, got, ok, want)
		}
	}
}
