@NullMarked
package org.carerrecord.gateway.contributions;

import org.jspecify.annotations.NullMarked;
