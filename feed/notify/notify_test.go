package notify_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"sockeye/feed/notify"
)

// TestTheEndOfAnAlertSaysHowLongItLasted, and what failed together is named.
func TestTheEndOfAnAlertSaysHowLongItLasted(t *testing.T) {
	text, err := json.Marshal(notify.Event{State: "over", Labels: []string{"A", "B"}, Value: math.NaN(), Lasted: 1500 * time.Millisecond})
	if want := `"labels":["A","B"],"lasted_seconds":1.5}`; err != nil || !strings.HasSuffix(string(text), want) {
		t.Errorf("%s, %v, want ... %s", text, err, want)
	}
}
