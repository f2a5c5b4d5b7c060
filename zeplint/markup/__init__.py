"""From text to the model of `zeplint.document`: the preamble scanner and one body parser per markup."""
