package demo

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

const (
	minRate = 0.1
	maxRate = 1_000_000
)

// settings are what a client chose in the query of its URL.
type settings struct {
	rate  float64 // data frames a second
	seed  int64
	fault Fault
}

// Check returns the error that an exchange would answer the query of an address with, so that it can be reported
// before a client dials.
func Check(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("this is no address: %w", err)
	}
	_, err = parseSettings(u.RawQuery)
	return err
}

// parseSettings reads a URL query. Its error is one line for the client.
func parseSettings(query string) (settings, error) {
	s := settings{rate: 20, seed: 1, fault: FaultNone}
	values, err := url.ParseQuery(query)
	if err != nil {
		return s, fmt.Errorf("the query cannot be read: %w", err)
	}
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names) // so that of several mistakes, the same is always named
	for _, name := range names {
		if len(values[name]) > 1 {
			return s, fmt.Errorf("%.40q is given %d times: give it once", name, len(values[name]))
		}
		text := values[name][0]
		switch name {
		case "rate":
			s.rate, err = strconv.ParseFloat(text, 64)
			// Asked this way round, NaN is refused too.
			if err != nil || !(s.rate >= minRate && s.rate <= maxRate) {
				return s, fmt.Errorf("bad rate %.40q: allowed is a number of updates a second from 0.1 to 1000000", text)
			}
		case "seed":
			s.seed, err = strconv.ParseInt(text, 10, 64)
			if err != nil {
				return s, fmt.Errorf("bad seed %.40q: allowed is an integer of 64 bits", text)
			}
		case "fault":
			s.fault = Fault(text)
			if !slices.Contains(faults, s.fault) {
				return s, fmt.Errorf("bad fault %.40q: allowed are %s", text, faultNames())
			}
		default:
			return s, fmt.Errorf("unknown setting %.40q: allowed are rate, seed and fault", name)
		}
	}
	return s, nil
}

func faultNames() string {
	var names []string
	for _, f := range faults {
		names = append(names, string(f))
	}
	return strings.Join(names, ", ")
}
