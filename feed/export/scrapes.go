package export

import (
	"bytes"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"
)

// scrapeAge is how old metrics may be that are served once more.
var scrapeAge = time.Second

// scrapes serves metrics in the text format. What clients cost does not grow with their number: all that come within a second get
// the same bytes, and one that does not read holds nothing else up, and for no longer than writeTimeout.
type scrapes struct {
	gatherer prometheus.Gatherer

	mu       sync.Mutex // guards what follows, and is held while metrics are gathered
	text     []byte     // not changed once it is served
	gathered time.Time
}

// ServeHTTP implements [http.Handler].
func (s *scrapes) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	text, err := s.gather()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", string(textFormat))
	_, _ = w.Write(text)
}

var textFormat = expfmt.NewFormat(expfmt.TypeTextPlain)

// gather returns the metrics.
func (s *scrapes) gather() ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if now.Sub(s.gathered) < scrapeAge {
		return s.text, nil
	}
	families, err := s.gatherer.Gather()
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	text.Grow(len(s.text) + len(s.text)/8)
	encoder := expfmt.NewEncoder(&text, textFormat)
	for _, family := range families {
		if err := encoder.Encode(family); err != nil {
			return nil, err
		}
	}
	s.text, s.gathered = text.Bytes(), now
	return s.text, nil
}
