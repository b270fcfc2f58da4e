package subscription

import "time"

// wait is the time that a server has to answer a request.
type wait struct {
	sub    *subscription
	number int64 // of the request; another one: this wait is over
	by     time.Time
}

// waits are the answers that are waited for, each for the same time, so in the order in which they are due.
type waits []wait

// add begins to wait.
func (w *waits) add(sub *subscription, number int64, by time.Time) {
	*w = append(*w, wait{sub, number, by})
}

// due returns when the first wait is over; zero without one.
func (w *waits) due() time.Time {
	if len(*w) == 0 {
		return time.Time{}
	}
	return (*w)[0].by
}

// next removes the first wait if it is over.
func (w *waits) next(now time.Time) (first wait, ok bool) {
	if len(*w) == 0 || now.Before((*w)[0].by) {
		return first, false
	}
	first = (*w)[0]
	*w = (*w)[1:]
	return first, true
}

// restart begins all waits anew.
func (w *waits) restart(by time.Time) {
	for i := range *w {
		(*w)[i].by = by
	}
}
