"""What an editor offers beside diagnostics, as functions from a document and an offset to neutral results.

None of them knows the protocol that an editor speaks; the server turns what they give into it. Each takes a `View`, in
which the text may be in any state of being typed, and none raises.
"""
