// Package label is the table of what the events of a feed are about: subscriptions and the labels that came along, each with its
// number, its name and state, and when its last event came.
//
// A [Table] finds labels by their names, makes those that are new within the limits of the preset, counts those in each state, and
// seals the list that a batch carries. Which state follows on which is not decided here (see package subscription), nor when a
// label is late or stale (package freshness). There is no clock here and no I/O.
package label
