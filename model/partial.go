package model

import (
	"fmt"
	"time"

	"sockeye/feed/alert"
	"sockeye/feed/event"
	"sockeye/feed/format"
)

// notePartial says in the log, once for each alert, that of a large message only the beginning is matched.
func (t *tab) notePartial(hits []alert.Hit) {
	for _, hit := range hits {
		if hit.Short == 0 || t.partial[hit.Rule] {
			continue
		}
		for _, rule := range t.alerts.Rules() {
			if rule.Number != hit.Rule {
				continue
			}
			if t.partial == nil {
				t.partial = make(map[int]bool)
			}
			t.partial[hit.Rule] = true
			t.history.Note(time.Now(), event.Notice, fmt.Sprintf("alert %s: of a large message only the first %s are matched",
				rule.Alert.String(), format.Bytes(uint64(hit.Bytes))))
			t.log.Refresh()
		}
	}
}
