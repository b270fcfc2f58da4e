package lang

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// day is the unit that Go's durations lack. It is always 24 hours.
const day = 24 * time.Hour

// maxDays is how many days fit into a time.Duration.
const maxDays = int64(math.MaxInt64 / day)

// ParseDuration reads a duration in Go's syntax, with `d` for days in front: `1d12h`. It is more than zero.
func ParseDuration(text string) (time.Duration, error) {
	if text != strings.TrimSpace(text) || strings.ContainsAny(text, " \t") {
		return 0, fmt.Errorf("a duration is written without spaces: `%s`", withoutSpaces(text))
	}
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return 0, fmt.Errorf("a duration needs a unit: `%ss`, say", text)
	}
	bad := errors.New("this is no duration: write it like `500ms`, `10s`, `1m30s`, `2h` or `1d`")
	total, rest := time.Duration(0), text
	if days, tail, found := strings.Cut(text, "d"); found {
		n, err := strconv.ParseInt(days, 10, 64)
		if err != nil || n < 0 || n >= maxDays {
			return 0, bad
		}
		total, rest = time.Duration(n)*day, tail
	}
	if rest != "" {
		d, err := time.ParseDuration(rest)
		if err != nil || rest != text && !IsDigit(rest[0]) || d > math.MaxInt64-total {
			return 0, bad
		}
		total += d
	} else if text == "" {
		return 0, bad
	}
	if total <= 0 {
		return 0, errors.New("a duration must be more than zero")
	}
	return total, nil
}

// How short and how long a duration of a preset can be. What is shorter keeps the program busy with nothing else.
const minWait, maxWait = 10 * time.Millisecond, 365 * day

// ParseWait reads a duration that a feed can wait for.
func ParseWait(text string) (time.Duration, error) {
	d, err := ParseDuration(text)
	if err == nil && (d < minWait || d > maxWait) {
		return 0, fmt.Errorf("this must be from %v to %dd", minWait, maxWait/day)
	}
	return d, err
}

// sizeUnits are the units of a size, longest names first so that the name that ends a size is found.
var sizeUnits = []struct {
	name  string
	bytes float64
}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"KB", 1e3}, {"MB", 1e6}, {"B", 1}}

// ParseSize reads a number of bytes with its unit: `16MiB`. It is at least one byte.
func ParseSize(text string) (int64, error) {
	if strings.ContainsAny(text, " \t") {
		return 0, fmt.Errorf("a size is written without spaces: `%s`", withoutSpaces(text))
	}
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return 0, fmt.Errorf("a size needs a unit: `%sMiB`, say", text)
	}
	for _, unit := range sizeUnits {
		digits, found := strings.CutSuffix(text, unit.name)
		if !found {
			continue
		}
		if number, ok := decimal(digits); ok && number == digits {
			if n, err := strconv.ParseFloat(digits, 64); err == nil {
				switch size := n * unit.bytes; {
				case size < 1:
					return 0, errors.New("a size must be at least one byte")
				case size < 1<<62:
					return int64(size), nil
				}
			}
		}
		break
	}
	return 0, errors.New("this is no size: write it like `512B`, `64KiB`, `16MiB`, `1GiB`, `500KB` or `5MB`")
}

// How slow and how fast a preset can send, in messages a second.
const minRate, maxRate = 0.001, 1e6

// ParseRate reads a number of messages a second, such as `5/s`.
func ParseRate(text string) (float64, error) {
	digits, found := strings.CutSuffix(text, "/s")
	if number, ok := decimal(digits); found && ok && number == digits {
		if rate, err := strconv.ParseFloat(digits, 64); err == nil && rate > 0 {
			if rate < minRate || rate > maxRate {
				return 0, fmt.Errorf("this must be from %v/s, one message in %v, to %d/s", minRate, time.Duration(float64(time.Second)/minRate), int(maxRate))
			}
			return rate, nil
		}
	}
	return 0, errors.New("this is no rate: write it as messages a second, like `5/s` or `0.5/s`")
}

func withoutSpaces(text string) string { return strings.Join(strings.Fields(text), "") }
