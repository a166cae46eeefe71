"""Diagnoses that name the true cause in words that the pattern of the wrong function does not foresee.

Read one by one beside the function; each entry is a function of the bank, the name of the diagnosis that it
gets, and what in the message names the cause. The patterns stay as they were written.
"""

NAMED = {
    "sigmoid_tanh": ("this_is_the_hyperbolic_tangent_which", "hyperbolic tangent"),
    "initialize_parameters_large": ("the_weights_of_the_hidden_layer", "W1 is the hidden layer's weights"),
    "initialize_parameters_swapped": ("the_weights_are_turned_a_row", "turned: rows and columns"),
    "forward_propagation_no_bias": ("the_biases_of_the_hidden_layer", "b1 is the hidden layer's biases"),
    "forward_propagation_cache_old": ("other_value_cache", "the cache uses Z2 where another value belongs"),
    "backward_propagation_biases_sums": ("the_gradients_of_the_biases_are", "db is the gradient of a bias"),
    "update_parameters_forgets": (
        "the_parameters_come_back_as_they",
        "the parameters come back as they were",
    ),
    "tanh_one_minus": ("the_fraction_stands_on_its_head", "stands on its head"),
    "tanh_negative": ("the_curve_falls_it_should_rise", "falls; the order of the difference"),
    "relu_absolute": ("negative_numbers_change_their_sign_they", "negative numbers change their sign"),
    "initialize_parameters_random_unscaled": ("not_scaled", "not multiplied by ten"),
    "forward_propagation_squared": ("factor_theta", "theta times too much: one multiplication too many"),
    "gradient_check_bracket": ("always_one", "divide by all of 2 epsilon"),
    "gradient_check_minus_is_plus": ("always_one", "the slope is zero: the two costs are not subtracted"),
    "gradient_check_n_minus_from_plus": ("the_lower_point_is_made_from", "the lower point is theta_minus"),
    "gradient_check_n_zero": ("the_measured_slopes_are_nearly_zero", "the slopes are zero; the lower cost"),
    "backward_propagation_n_four": ("planted_error_in_db1", "db1 is four times what it should be"),
    "schedule_lr_decay_no_floor": ("the_rate_falls_with_every_epoch", "count only whole intervals"),
    "update_running_statistics_variance_stays": (
        "only_the_mean_follows_the_batch",
        "the variance does not follow",
    ),
    "batch_norm_backward_means": ("the_gradients_of_scale_and_shift", "scale and shift are gamma and beta"),
}
