@NullMarked
package org.carerrecord.councilcase.clientlevel;

import org.jspecify.annotations.NullMarked;
